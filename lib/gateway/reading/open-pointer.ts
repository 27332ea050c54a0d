import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { describePart } from '#lib/imap/reading/describe-part.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { readPointer, type Pointer } from '#lib/mail/reading/pointer.ts'

/** Where the content of a part is that does not have it itself; nothing is fetched from there. Throws GatewayError 'no-such-part' for any other, 'no-such-message', 'mailbox-replaced'. */
export async function openPointer(connections: AccountConnections, ref: MessageRef, section: string, charset?: string): Promise<Pointer> {
  const pointer = readPointer(await describePart(connections, ref, section, charset))
  if (!pointer) throw new GatewayError('no-such-part', 'no pointer')
  return pointer
}
