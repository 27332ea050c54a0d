import { htmlToText } from '#lib/html/html-to-text.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { MessageDigester } from '#lib/mime/message-digester.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'

/** Characters that are shown. */
const TEXT_LIMIT = 256 * 1024

/** The text of a MIME part that lay inside a signature, its plain one before its HTML; '' where it has none. */
export function textInside(octets: Uint8Array): string {
  const digester = new MessageDigester()
  digester.write(octets)
  const { parts } = digester.end()
  const part = parts.find(({ mediaType }) => mediaType === 'text/plain') ?? parts.find(({ mediaType }) => mediaType === 'text/html')
  if (!part) return ''
  const text = decodeOctets(decodeTransferOctets(octets.subarray(part.bodyStart, part.bodyEnd), part.encoding), part.charset)
  return (part.mediaType === 'text/html' ? htmlToText(text) : text.replace(/\r\n?/g, '\n')).slice(0, TEXT_LIMIT)
}
