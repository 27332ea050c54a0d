import type { BodyPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { isMessagePart } from '#lib/mail/reading/own-page.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'
import type { AccountConnections } from '../account-connections.ts'
import { requireSameMailbox } from '../same-mailbox.ts'
import { requirePart } from './message-structure.ts'
import { readRange } from './part-content.ts'
import { BODY_OCTETS, isBlank, readBodies, type ReadBody } from './read-bodies.ts'

/** A message inside a message, as it was read for showing. */
export interface ReadInside {
  /** Its header block, at most HEADER_OCTETS of it. */
  readonly header: Uint8Array
  /** Undefined where the server has not looked into it; then `excerpt` is its beginning. */
  readonly structure: BodyPart | undefined
  readonly bodies: readonly ReadBody[]
  readonly excerpt: Uint8Array | undefined
}

const HEADER_OCTETS = 48 * 1024

/** Header and bodies of the message that is that part; never sets \Seen. Throws GatewayError 'no-such-part' where it is none, 'no-such-message', 'mailbox-replaced'. */
export async function readInside(connections: AccountConnections, ref: MessageRef, section: string, { prefer, charset }: { readonly prefer?: 'text' | undefined; readonly charset?: string | undefined } = {}): Promise<ReadInside> {
  return connections.use(ref.mailbox, async (client) => {
    requireSameMailbox(client, ref)
    const part = await requirePart(client, ref.uid, section, charset)
    if (!isMessagePart(part)) throw new GatewayError('no-such-part', 'no message')
    // A message that is all that there is of the outer one is its part 1 (RFC 9051 §6.4.5.1).
    const number = part.section === '' ? '1' : part.section
    const [structure] = part.children
    const header = structure ? await readRange(client, { uid: ref.uid, section: `${number}.HEADER` }, { start: 0, length: HEADER_OCTETS }) : Buffer.alloc(0)
    const bodies = structure ? await readBodies(client, ref.uid, structure, { prefer }) : []
    if (header.length > 0 && !bodies.every(({ octets, plain }) => isBlank(octets) && (!plain || isBlank(plain.octets)))) return { header, structure, bodies, excerpt: undefined }
    const start = decodeTransferOctets(await readRange(client, { uid: ref.uid, section: number }, { start: 0, length: BODY_OCTETS }), part.encoding)
    return { header: header.length > 0 ? header : start, structure, bodies, excerpt: start }
  })
}
