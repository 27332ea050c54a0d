import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { AccountConnections } from '../../account-connections.ts'
import { execute, mailboxName } from '../../command.ts'
import { ignoreRefusal } from './create-mailbox.ts'

/** Deletes a mailbox with its messages; those below it stay. Throws GatewayError 'no-such-mailbox', 'refused'. */
export async function deleteMailbox(connections: AccountConnections, name: string): Promise<void> {
  if (name.toUpperCase() === 'INBOX') throw new GatewayError('refused', 'INBOX cannot be deleted')
  await connections.useAny(async (client) => {
    if (client.mailbox !== false && client.mailbox.path === name) await client.mailboxClose()
    await execute(client, 'DELETE', [mailboxName(client, name)])
    await execute(client, 'UNSUBSCRIBE', [mailboxName(client, name)]).catch(ignoreRefusal)
  })
}
