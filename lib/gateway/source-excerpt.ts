import { htmlToText } from '#lib/html/html-to-text.ts'
import type { BodyView } from '#lib/mail/reading/message-view.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { decodeHtml } from '#lib/mime/decoders/html-charset.ts'
import { strayLineAt } from '#lib/mime/header.ts'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'

/** What text there is in the beginning of a message's source, by `charset` where somebody chose one; undefined when even that is blank. */
export function excerptBody(source: Uint8Array, charset?: string): BodyView | undefined {
  const lines = withLines(source)
  return textOf(source, charset) ?? (lines && textOf(lines, charset))
}

/** The same with an LF for each CR that stands alone, as some programs end their lines; undefined where there is none. */
function withLines(source: Uint8Array): Uint8Array | undefined {
  const text = Buffer.from(source.buffer, source.byteOffset, source.length).toString('latin1')
  return /\r(?!\n)/.test(text) ? Buffer.from(text.replace(/\r(?!\n)/g, '\n'), 'latin1') : undefined
}

function textOf(source: Uint8Array, charset?: string): BodyView | undefined {
  const digester = new MessageDigester()
  digester.write(source)
  const { parts } = digester.end()
  for (const wanted of ['text/plain', 'text/html']) {
    for (const part of parts.filter(({ mediaType }) => mediaType === wanted)) {
      const octets = decodeTransferOctets(source.subarray(part.bodyStart, Math.min(part.bodyEnd, source.length)), part.encoding)
      const view = textView(wanted === 'text/html' ? htmlToText(decodeHtml(octets, charset ?? part.charset)) : decodeOctets(octets, charset ?? part.charset))
      if (view) return view
    }
  }
  const bodyStart = parts[0]?.bodyStart ?? 0
  const stray = strayLineAt(source.subarray(0, bodyStart))
  const behind = (start: number): BodyView | undefined => textView(decodeOctets(source.subarray(start), charset ?? ''))
  return behind(bodyStart) ?? (stray === undefined ? undefined : behind(stray))
}

function textView(text: string): BodyView | undefined {
  if (text.trim() === '') return undefined
  return { kind: 'text', section: '', text: text.replace(/\r\n?/g, '\n'), flowed: false, cut: false }
}
