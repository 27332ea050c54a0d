import { parseHeader } from './header.ts'
import type { PartExtent } from './digest.ts'

/** Octet offsets in the message, `end` exclusive. */
export interface SectionExtent {
  readonly start: number
  readonly end: number
}

/**
 * Where a section of FETCH BODY[...] lies: '', HEADER, TEXT, a part number, or a part number with HEADER, TEXT or MIME behind it
 * (RFC 9051 §6.4.5.1), in any case. Undefined where the message has no such section. HEADER.FIELDS is HEADER and `selectHeaderFields`.
 */
export function locateSection(parts: readonly PartExtent[], section: string): SectionExtent | undefined {
  const [root] = parts
  if (!root) return undefined
  const match = /^((?:[1-9]\d{0,8}(?:\.[1-9]\d{0,8})*)?)(?:(?:^|\.)(HEADER|TEXT|MIME))?$/i.exec(section)
  if (!match) return undefined
  const number = match[1] ?? ''
  const what = (match[2] ?? '').toUpperCase()
  if (number === '') return locateOfMessage(root, what)
  const part = findNumbered(parts, number)
  if (!part) return undefined
  if (what === '') return bodyOf(part)
  // RFC 9051 §6.4.5.1: MIME needs a part number; the message itself, reached as part 1, has its Content-* fields in its own header.
  if (what === 'MIME') return headerOf(part)
  const inner = messageInside(parts, part, number)
  return inner && locateOfMessage(inner, what)
}

function locateOfMessage(message: PartExtent, what: string): SectionExtent | undefined {
  switch (what) {
    case '':
      return { start: message.headerStart, end: message.bodyEnd }
    case 'HEADER':
      return headerOf(message)
    case 'TEXT':
      return bodyOf(message)
    default:
      return undefined
  }
}

const headerOf = (part: PartExtent): SectionExtent => ({ start: part.headerStart, end: part.bodyStart })
const bodyOf = (part: PartExtent): SectionExtent => ({ start: part.bodyStart, end: part.bodyEnd })

const isMultipart = (part: PartExtent): boolean => part.mediaType.startsWith('multipart/')

/** The part of that number. Part 1 of a message that is no multipart is its body. */
export function findNumbered(parts: readonly PartExtent[], number: string): PartExtent | undefined {
  const [root] = parts
  if (number === '1' && root && !isMultipart(root)) return root
  return parts.find(({ section }) => section === number)
}

/** The message inside a message/rfc822 part, which follows it in the list. */
function messageInside(parts: readonly PartExtent[], part: PartExtent, number: string): PartExtent | undefined {
  if (part.mediaType !== 'message/rfc822' && part.mediaType !== 'message/global') return undefined
  const inner = parts[parts.indexOf(part) + 1]
  return inner && (inner.section === `${number}.TEXT` || inner.section === `${number}.1`) ? inner : undefined
}

/**
 * The fields of a header block with those names (in any case), or with `not` all others; octet for octet with their folded lines,
 * and the blank line at the end (RFC 9051 §6.4.5.1, HEADER.FIELDS).
 */
export function selectHeaderFields(header: Uint8Array, names: readonly string[], not: boolean): Uint8Array {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  const pieces = parseHeader(header)
    .filter(({ name }) => wanted.has(name) !== not)
    .map(({ start, end }) => withLineBreak(header.subarray(start, end)))
  return Buffer.concat([...pieces, lineBreakOf(header)])
}

const CRLF = Buffer.from('\r\n')
const LF = Buffer.from('\n')

/** The line break that the block uses. */
function lineBreakOf(header: Uint8Array): Uint8Array {
  const newline = header.indexOf(0x0a)
  return newline > 0 && header[newline - 1] !== 0x0d ? LF : CRLF
}

/** A header that was cut off has no line break behind its last field. */
function withLineBreak(field: Uint8Array): Uint8Array {
  return field.at(-1) === 0x0a ? field : Buffer.concat([field, CRLF])
}
