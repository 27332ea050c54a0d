import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { openPart } from '#lib/imap/operations/open-part.ts'
import { mediaType } from '#lib/mail/reading/attachments.ts'
import { partFileName } from '#lib/mail/reading/part-file-name.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { isViewable } from '#lib/mail/reading/viewable.ts'
import { decodeStream } from '#lib/mime/charset.ts'
import { rasterBody } from './raster-body.ts'

/** A part on its way to a browser. */
export interface Delivery {
  readonly disposition: 'inline' | 'attachment'
  /** What the octets are, not what the message claims. */
  readonly mediaType: string
  readonly name: string
  readonly content: ReadableStream<Uint8Array>
}

export interface PartRequest {
  readonly ref: MessageRef
  readonly section: string
  /** Of its name and text, whatever it says itself. */
  readonly charset?: string | undefined
}

/**
 * A part to be saved as it is, or to be viewed: text in UTF-8, pictures only where their octets are a picture's (threats D5). What may
 * not be viewed is saved. Throws GatewayError 'no-such-part', 'no-such-message', 'mailbox-replaced'.
 */
export async function deliverPart(connections: AccountConnections, { ref, section, charset }: PartRequest, wanted: Delivery['disposition']): Promise<Delivery> {
  const { part, content } = await openPart(connections, ref, section, charset)
  const type = mediaType(part)
  const saved: Delivery = { disposition: 'attachment', mediaType: type, name: partFileName(part), content }
  if (wanted === 'attachment' || !isViewable(type)) return saved
  if (type === 'text/plain') return { ...saved, disposition: 'inline', content: inUtf8(content, charset ?? part.parameters.charset ?? '') }
  if (part.type !== 'image') return { ...saved, disposition: 'inline' }
  try {
    return { ...saved, disposition: 'inline', ...(await rasterBody(content)) }
  } catch (error) {
    if (!isGatewayError(error)) throw error
    // It says that it is a picture, and is none: it is saved, as octets.
    const again = await openPart(connections, ref, section)
    return { ...saved, mediaType: 'application/octet-stream', content: again.content }
  }
}

function inUtf8(content: ReadableStream<Uint8Array>, charset: string): ReadableStream<Uint8Array> {
  const text = decodeStream(content as unknown as AsyncIterable<Uint8Array>, charset)[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await text.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await text.return?.()
    },
  })
}
