import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { execute, mailboxName, sequence } from '../command.ts'
import { readCopyUid, type CopiedUids } from '../copy-uid.ts'
import { requireSameMailbox, uidSet, type MessageSet } from '../same-mailbox.ts'

/** Copies those messages to `target`, which must exist; answers the copies' UIDs on servers that tell. Throws GatewayError 'no-such-mailbox', 'over-quota', 'mailbox-replaced', 'refused'. */
export async function copyMessages(connections: AccountConnections, set: MessageSet, target: string): Promise<CopiedUids | undefined> {
  return connections.use(set.mailbox, async (client) => {
    requireSameMailbox(client, set)
    return copyUids(client, uidSet(set.uids), target)
  })
}

/** COPY on the selected mailbox: all of them or none (RFC 9051 §6.4.7). */
export async function copyUids(client: ImapFlow, uids: string, target: string): Promise<CopiedUids | undefined> {
  const { code } = await execute(client, 'UID COPY', [sequence(uids), mailboxName(client, target)])
  return readCopyUid(code)
}
