import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { openPart } from '#lib/imap/operations/open-part.ts'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'

/** A small part as a whole, transfer-decoded. Throws GatewayError 'no-such-part' where it is not what `isIt` says, 'too-large' beyond `limit` octets, 'no-such-message', 'mailbox-replaced'. */
export async function wholePart(connections: AccountConnections, { ref, section }: { readonly ref: MessageRef; readonly section: string }, isIt: (part: BodyPart) => boolean, limit: number): Promise<{ readonly part: BodyPart; readonly octets: Buffer }> {
  const { part, content } = await openPart(connections, ref, section)
  if (!isIt(part)) {
    await content.cancel()
    throw new GatewayError('no-such-part', 'another type')
  }
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of content as unknown as AsyncIterable<Uint8Array>) {
    size += piece.length
    // Leaving the loop closes the connection.
    if (size > limit) throw new GatewayError('too-large', 'part')
    pieces.push(piece)
  }
  return { part, octets: Buffer.concat(pieces) }
}
