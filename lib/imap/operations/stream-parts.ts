import type { BodyPart } from '#lib/mail/body-structure.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { decodeTransfer } from '#lib/mime/transfer-encoding.ts'
import type { AccountConnections } from '../account-connections.ts'
import { ContentReader } from '../reading/content-reader.ts'
import { requireStructure } from '../reading/message-structure.ts'
import { requireSameMailbox } from '../same-mailbox.ts'

/** A part whose content is fetched when somebody reads it, transfer-decoded; each must be read before the next. */
export interface StreamedPart {
  readonly part: BodyPart
  readonly content: () => AsyncIterable<Uint8Array>
}

export interface PartsToStream {
  /** Of names that declare none. */
  readonly charset?: string | undefined
  readonly choose: (root: BodyPart) => readonly BodyPart[]
  readonly write: (parts: readonly StreamedPart[]) => AsyncIterable<Uint8Array>
}

/**
 * Several parts of a message as one stream that `write` makes of them, one after the other and at the reader's pace; never sets \Seen.
 * `choose` may throw what refuses them. Throws GatewayError 'no-such-part', 'no-such-message', 'mailbox-replaced'.
 */
export async function streamParts(connections: AccountConnections, ref: MessageRef, { charset, choose, write }: PartsToStream): Promise<ReadableStream<Uint8Array>> {
  return connections.stream(ref.mailbox, async (client, lease) => {
    requireSameMailbox(client, ref)
    const parts = choose(await requireStructure(client, ref.uid, charset))
    const reader = new ContentReader({ connections, ref, client, lease })
    return write(parts.map((part) => ({ part, content: () => decodeTransfer(reader.content(part.section, part.size), part.encoding) })))
  })
}
