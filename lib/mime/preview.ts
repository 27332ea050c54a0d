import { decodeOctets } from './charset.ts'
import type { PartExtent } from './digest.ts'
import { decodeHtml } from './decoders/html-charset.ts'
import { textOfHtml } from './decoders/html-words.ts'
import type { ReadOctets } from './searchable-text.ts'
import { decodeTransfer } from './transfer-encoding.ts'

/** RFC 8970 §3.3: characters of a preview. */
const LENGTH = 200

/** Decoded octets that are looked at: HTML often begins with pages of style. */
const LIMITS: Readonly<Record<string, number>> = { 'text/plain': 8 * 1024, 'text/html': 64 * 1024 }

/** Characters that are not seen, or that change how others are: mailing lists pad with them. */
const UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffd]/g

/** How a text part begins, its transfer encoding undone. */
export interface TextBeginning {
  readonly mediaType: string
  readonly charset: string
  readonly octets: Uint8Array
}

/** Octets of a part of that type that a preview needs; 0 where it is made of others. */
export function previewLimit(mediaType: string): number {
  return Object.hasOwn(LIMITS, mediaType) ? (LIMITS[mediaType] ?? 0) : 0
}

/** The first words of a message as people read it (RFC 8970 §3.3): what is quoted and the signature left out, '' where there are none. */
export function makePreview(texts: readonly TextBeginning[]): string {
  for (const wanted of ['text/plain', 'text/html']) {
    const found = texts.find(({ mediaType }) => mediaType === wanted)
    if (!found) continue
    const isHtml = wanted === 'text/html'
    const text = (isHtml ? decodeHtml : decodeOctets)(found.octets, found.charset)
    const shown = isHtml ? textOfHtml(text) : text
    const preview = (wanted === 'text/plain' && shortened((most) => ownWords(text, most))) || shortened(() => shown)
    if (preview !== '') return preview
  }
  return ''
}

/** `makePreview` for a message that is stored already. */
export async function readPreview(parts: readonly PartExtent[], read: ReadOctets): Promise<string> {
  const texts: TextBeginning[] = []
  for (const wanted of ['text/plain', 'text/html']) {
    const part = parts.find(({ mediaType }) => mediaType === wanted)
    if (part) texts.push({ mediaType: wanted, charset: part.charset, octets: await beginningOf(part, read) })
  }
  return makePreview(texts)
}

async function beginningOf({ mediaType, bodyStart, bodyEnd, encoding }: PartExtent, read: ReadOctets): Promise<Uint8Array> {
  const limit = previewLimit(mediaType)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of decodeTransfer(read({ start: bodyStart, end: bodyEnd }), encoding)) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= limit) break
  }
  return Buffer.concat(chunks).subarray(0, limit)
}

/** The lines that are not quoted, up to the signature; of a long text no more lines than make up so many characters. */
function ownWords(text: string, most: number): string {
  const lines: string[] = []
  let length = 0
  for (let start = 0; start <= text.length && length < most; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(start, newline > start && text[newline - 1] === '\r' ? newline - 1 : end)
    if (line === '-- ') break
    if (!line.startsWith('>')) {
      lines.push(line)
      length += line.length + 1
    }
    start = end + 1
  }
  return lines.join('\n')
}

/** So much of a text nearly always holds enough of it. */
const ENOUGH = 3 * LENGTH

/** `read` gives a text, or so many of its first characters at least. */
function shortened(read: (most: number) => string): string {
  const first = inWords(read(ENOUGH).slice(0, ENOUGH))
  const words = first.length > LENGTH * 2 ? first : inWords(read(Infinity))
  return firstCharacters(words).trimEnd()
}

/** As many characters as a preview has, none of them cut in half. */
function firstCharacters(text: string): string {
  const first = text.slice(0, LENGTH * 2)
  return /[\ud800-\udfff]/.test(first) ? [...first].slice(0, LENGTH).join('') : first.slice(0, LENGTH)
}

function inWords(text: string): string {
  return text.toWellFormed().replace(UNSEEN, '').replace(/\s{2,}|[^\S ]/g, ' ').trim()
}
