import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { AccountConnections } from '../../account-connections.ts'
import { hierarchyDelimiter } from '../../connect.ts'
import { execute, mailboxName } from '../../command.ts'
import { requireSendable, sayIfTaken } from '../../new-mailbox-name.ts'
import { ignoreRefusal } from './create-mailbox.ts'

/**
 * Renames a mailbox with everything below it; both names are full ones. The subscription follows. Throws GatewayError
 * 'invalid', 'no-such-mailbox', 'conflict' where the new name is taken, 'refused'.
 */
export async function renameMailbox(connections: AccountConnections, from: string, to: string): Promise<void> {
  requireSendable(to)
  if (from.toUpperCase() === 'INBOX') throw new GatewayError('refused', 'INBOX cannot be renamed', { refusal: { name: 'inbox-fixed' } })
  await connections.useAny(async (client) => {
    const delimiter = hierarchyDelimiter(client)
    const levels = delimiter === '' ? [to] : to.split(delimiter)
    if (levels.some((level) => level.trim() === '')) throw new GatewayError('invalid', 'an empty level in the name', { refusal: { name: 'mailbox-name-empty-level', with: { delimiter } } })
    await sayIfTaken(execute(client, 'RENAME', [mailboxName(client, from), mailboxName(client, to)]))
    await execute(client, 'SUBSCRIBE', [mailboxName(client, to)]).catch(ignoreRefusal)
    await execute(client, 'UNSUBSCRIBE', [mailboxName(client, from)]).catch(ignoreRefusal)
  })
}
