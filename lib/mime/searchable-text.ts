import { decodeStream } from './charset.ts'
import { decodeHtmlStream } from './decoders/html-charset.ts'
import type { PartExtent } from './digest.ts'
import { decodeHeaderText } from './encoded-words.ts'
import { parseHeader } from './header.ts'
import { PART_HEADER_LIMIT } from './structure/limits.ts'
import { decodeTransfer } from './transfer-encoding.ts'

/** Reads octets of the message, `end` exclusive. */
export type ReadOctets = (range: { readonly start: number; readonly end: number }) => AsyncIterable<Uint8Array>

/**
 * The text that SEARCH BODY looks through (RFC 9051 §6.4.4), decoded: all text parts, reports, and the headers of parts and of messages inside
 * the message. In pieces of any size; a line break stands between two parts. Ends after `limit` characters.
 */
export async function* searchableText(parts: readonly PartExtent[], read: ReadOctets, limit = Infinity): AsyncIterable<string> {
  let left = limit
  for (const part of parts) {
    for await (const text of partText(part, read)) {
      if (text.length >= left) {
        yield text.slice(0, left)
        return
      }
      left -= text.length
      yield text
    }
  }
}

async function* partText(part: PartExtent, read: ReadOctets): AsyncIterable<string> {
  const { section, mediaType, headerStart, bodyStart, bodyEnd, charset, encoding } = part
  // The message's own header is TEXT's, not BODY's.
  if (section !== '' && bodyStart > headerStart) {
    const end = Math.min(bodyStart, headerStart + PART_HEADER_LIMIT)
    yield searchableHeader(Buffer.concat(await Array.fromAsync(read({ start: headerStart, end }))))
  }
  if (!isText(mediaType) || bodyEnd === bodyStart) return
  const decode = mediaType === 'text/html' ? decodeHtmlStream : decodeStream
  yield* decode(decodeTransfer(read({ start: bodyStart, end: bodyEnd }), encoding), charset)
  yield '\n'
}

/** Reports about messages are for people, too; what is in a message inside stands in parts of its own. */
function isText(mediaType: string): boolean {
  return mediaType.startsWith('text/') || (mediaType.startsWith('message/') && mediaType !== 'message/rfc822' && mediaType !== 'message/global')
}

/** The fields of a header block as text, a line each, decoded; what SEARCH TEXT looks through before the body. */
export function searchableHeader(header: Uint8Array): string {
  return parseHeader(header)
    .map(({ name, value }) => `${name}: ${decodeHeaderText(value)}\n`)
    .join('')
}
