import type { BodyPart } from '#lib/mail/body-structure.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AccountConnections } from '../account-connections.ts'
import { requirePart } from './message-structure.ts'
import { requireSameMailbox } from '../same-mailbox.ts'

/** What the server says of one part, without a look into it. Throws GatewayError 'no-such-part', 'no-such-message', 'mailbox-replaced'. */
export async function describePart(connections: AccountConnections, ref: MessageRef, section: string, charset?: string): Promise<BodyPart> {
  return connections.use(ref.mailbox, async (client) => {
    requireSameMailbox(client, ref)
    return requirePart(client, ref.uid, section, charset)
  })
}
