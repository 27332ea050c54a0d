import { htmlToText } from '#lib/html/html-to-text.ts'
import { decodeHtml } from '#lib/mime/decoders/html-charset.ts'
import { unpackTnef } from '#lib/mime/tnef/unpack-tnef.ts'

/** The text of the message that Outlook packed into TNEF, its plain one before its HTML; '' where it has none. The octets may break off. */
export function textInTnef(octets: Uint8Array): string {
  const files = unpackTnef(octets) ?? []
  const contentOf = (wanted: string): Uint8Array => files.find(({ name }) => name === wanted)?.content ?? new Uint8Array(0)
  const text = new TextDecoder().decode(contentOf('message.txt')).replace(/\r\n?/g, '\n')
  return text.trim() === '' ? htmlToText(decodeHtml(contentOf('message.html'), '')) : text
}
