import type { OctetString } from './digest.ts'
import { trimBlanks } from './structure/blanks.ts'

/** One header field as it stands in the message. */
export interface HeaderField {
  /** Lower case. */
  readonly name: string
  /** Unfolded and trimmed, otherwise undecoded: each character is one octet. NUL is left out. */
  readonly value: OctetString
  /** Octet offsets in the header block: the whole field with its line breaks. */
  readonly start: number
  readonly end: number
}

/** A longer value is cut: no field that anybody shows or searches needs more (threats.md D13 asks for 256 KiB). */
const VALUE_LIMIT = 256 * 1024

/** More fields than these are not looked at. */
const FIELDS_LIMIT = 10_000

/** Octets of a field in which its colon must stand. */
const START_LIMIT = 1024

/** What editors write before a message that they save as UTF-8. */
const BYTE_ORDER_MARK = '\xef\xbb\xbf'

/** RFC 5322 §2.2: field names are printable ASCII without a colon; blanks before the colon are obsolete but seen. */
const FIELD_START = /^([\x21-\x39\x3b-\x7e]{1,500})[ \t]*:/

/** True for a line that can begin a header block: a field, or the "From " line of a mailbox file. */
export function beginsHeader(line: OctetString): boolean {
  return FIELD_START.test(line) || /^>?From /.test(line)
}

/** The fields of a header block in their order; lines that belong to no field are skipped. The block may end with its blank line. */
export function parseHeader(header: Uint8Array): HeaderField[] {
  const text = Buffer.from(header.buffer, header.byteOffset, header.length).toString('latin1')
  const fields: HeaderField[] = []
  for (let start = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0; start < text.length && fields.length < FIELDS_LIMIT; ) {
    const end = fieldEnd(text, start)
    const match = FIELD_START.exec(text.slice(start, Math.min(end, start + START_LIMIT)))
    if (match) {
      const value = text.slice(start + match[0].length, Math.min(end, start + VALUE_LIMIT))
      fields.push({ name: (match[1] ?? '').toLowerCase(), value: unfold(value), start, end })
    }
    start = end
  }
  return fields
}

/** Where the first line begins that belongs to no field, and says something; undefined where there is none. The text of a message that forgot the blank line before it begins there. */
export function strayLineAt(header: Uint8Array): number | undefined {
  const text = Buffer.from(header.buffer, header.byteOffset, header.length).toString('latin1')
  for (let start = 0; start < text.length; ) {
    const end = fieldEnd(text, start)
    const line = text.slice(start, Math.min(end, start + 1024))
    if (!beginsHeader(line) && line.trim() !== '') return start
    start = end
  }
  return undefined
}

/**
 * The test of header blocks for fields of that name (lower case): what `parseHeader` says to be their values, without a look at the other fields.
 * Made once for many blocks.
 */
export function fieldReader(name: string): (header: Uint8Array) => readonly OctetString[] {
  if (!/^[\x21-\x39\x3b-\x7e]{1,500}$/.test(name)) return () => []
  const begins = new RegExp(`(?<=^(?:${BYTE_ORDER_MARK})?|\\n)${RegExp.escape(name)}[ \\t]*:`, 'gi')
  return (header) => {
    // Fewer octets cannot hold more fields than are looked at.
    if (header.length > FIELDS_LIMIT) return allValues(parseHeader(header), name)
    const text = Buffer.from(header.buffer, header.byteOffset, header.length).toString('latin1')
    const values: OctetString[] = []
    for (const { 0: begin, index } of text.matchAll(begins)) {
      if (begin.length <= START_LIMIT) values.push(unfold(text.slice(index + begin.length, Math.min(fieldEnd(text, index), index + VALUE_LIMIT))))
    }
    return values
  }
}

/** The offset behind the field that begins at `start`, folded lines included. */
function fieldEnd(text: string, start: number): number {
  let end = start
  do {
    const newline = text.indexOf('\n', end)
    if (newline < 0) return text.length
    end = newline + 1
  } while (text[end] === ' ' || text[end] === '\t')
  return end
}

/** RFC 5322 §2.2.3: the line breaks go, the blanks behind them stay. */
function unfold(value: string): OctetString {
  return trimBlanks(value.replace(/[\r\n\0]+/g, ''))
}

/** The value of the first field of that name (lower case), or undefined. */
export function firstValue(fields: readonly HeaderField[], name: string): OctetString | undefined {
  return fields.find((field) => field.name === name)?.value
}

/** The values of all fields of that name (lower case). */
export function allValues(fields: readonly HeaderField[], name: string): readonly OctetString[] {
  return fields.filter((field) => field.name === name).map((field) => field.value)
}
