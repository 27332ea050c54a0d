import type { AccountConnections } from '../../account-connections.ts'
import { execute, mailboxName } from '../../command.ts'
import { newMailboxName, sayIfTaken } from '../../new-mailbox-name.ts'

/**
 * Creates a mailbox called `label` below `parent` ('' at the top), subscribes to it, and answers its full name. Throws
 * GatewayError 'invalid', 'conflict' where it exists already, 'refused'.
 */
export async function createMailbox(connections: AccountConnections, label: string, parent = ''): Promise<string> {
  return connections.useAny(async (client) => {
    const name = newMailboxName(client, label, parent)
    await sayIfTaken(execute(client, 'CREATE', [mailboxName(client, name)]))
    await execute(client, 'SUBSCRIBE', [mailboxName(client, name)]).catch(ignoreRefusal)
    return name
  })
}

/** A mailbox without its subscription is still the mailbox that was asked for. */
export function ignoreRefusal(error: unknown): void {
  if ((error as { responseStatus?: unknown }).responseStatus === undefined) throw error
}
