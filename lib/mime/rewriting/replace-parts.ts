import type { MessageDigest, PartExtent } from '../digest.ts'
import { parseHeader } from '../header.ts'
import type { Splice } from './splice.ts'
import { HEADER_LIMIT } from '../structure/limits.ts'

/** A part of a message, and the text that is to stand in its place. */
export interface PartReplacement {
  readonly extent: PartExtent
  readonly text: string
}

/**
 * What turns each of those parts into a text of its own, and leaves every other octet of the message as it is. A message that is the
 * part itself keeps its header but for the fields that describe the content. Undefined where its header is too long to be sure of.
 */
export function replaceParts(digest: MessageDigest, replacements: readonly PartReplacement[]): readonly Splice[] | undefined {
  const splices: Splice[] = []
  for (const { extent, text } of replacements) {
    if (extent.section !== '') splices.push({ start: extent.headerStart, end: extent.bodyEnd, replacement: textPart(text) })
    else if (digest.header.length >= HEADER_LIMIT) return undefined
    else splices.push(...replaceRoot(digest.header, extent, text))
  }
  return splices
}

const CONTENT_FIELDS = /^content-/

function replaceRoot(header: Uint8Array, { bodyStart, bodyEnd }: PartExtent, text: string): Splice[] {
  const described = parseHeader(header).filter(({ name }) => CONTENT_FIELDS.test(name))
  const first = described[0]
  if (!first) {
    // A message without a word about its content: the new fields come first of all.
    return [{ start: 0, end: 0, replacement: Buffer.from(CONTENT_HEADER) }, { start: bodyStart, end: bodyEnd, replacement: Buffer.from(inBase64(text)) }]
  }
  return [
    ...described.map((field) => ({ start: field.start, end: field.end, replacement: Buffer.from(field === first ? CONTENT_HEADER : '') })),
    { start: bodyStart, end: bodyEnd, replacement: Buffer.from(inBase64(text)) },
  ]
}

const CONTENT_HEADER = 'Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n'

function textPart(text: string): Uint8Array {
  return Buffer.from(`${CONTENT_HEADER}\r\n${inBase64(text)}`)
}

/** RFC 2045 §6.8: lines of 76 characters. */
function inBase64(text: string): string {
  return Buffer.from(text).toString('base64').replace(/.{76}(?=.)/g, '$&\r\n')
}
