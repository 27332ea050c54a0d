import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AccountConnections } from '../account-connections.ts'
import { expungeUids } from '../operations/expunge-uids.ts'
import { requireSameMailbox, requireWritable } from '../same-mailbox.ts'

/** Removes exactly that message for good; one that has gone already is no mistake. Throws GatewayError 'mailbox-replaced', 'refused'. */
export async function removeMessage(connections: AccountConnections, ref: MessageRef): Promise<void> {
  await connections.use(ref.mailbox, async (client) => {
    requireSameMailbox(client, ref)
    requireWritable(client)
    await expungeUids(client, [ref.uid])
  })
}
