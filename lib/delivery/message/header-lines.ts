import { beginsHeader } from '#lib/mime/header.ts'

/** The header block of a message as lines of octets: every octet that is not edited stays as it came. */

/** One field with its continuation lines; `name` is '' for a line that is no field at all. */
export interface HeaderLine {
  /** Lower case. */
  readonly name: string
  /** The field as it stands, each octet one character, line ends included. */
  readonly raw: string
}

const FIELD = /^([!-9;-~]{1,500})[ \t]*:/

/** Where the header of a message ends, given its first octets: the offset behind the blank line, or `undefined` when none is there. */
export function headerLength(start: Buffer): number | undefined {
  if (!beginsWithField(start)) return 0
  for (let at = start.indexOf(0x0a); at >= 0; at = start.indexOf(0x0a, at + 1)) {
    if (start[at + 1] === 0x0a) return at + 2
    if (start[at + 1] === 0x0d && start[at + 2] === 0x0a) return at + 3
  }
  return undefined
}

/** False for a message that begins with its text: what is put in front of it must then end with a blank line. */
function beginsWithField(start: Buffer): boolean {
  return beginsHeader(start.subarray(0, 1000).toString('latin1'))
}

/** The fields of a header block; the blank line at its end is left out. */
export function splitHeader(header: Buffer): readonly HeaderLine[] {
  const fields: { name: string; raw: string }[] = []
  for (const line of header.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (line === '\r\n' || line === '\n') break
    const last = fields.at(-1)
    if (last && /^[ \t]/.test(line)) last.raw += line
    else fields.push({ name: FIELD.exec(line)?.[1]?.toLowerCase() ?? '', raw: line })
  }
  return fields
}

/** The text of a field without its name, unfolded (RFC 5322 §2.2.3), as UTF-8. */
export function fieldValue(line: HeaderLine): string {
  const value = line.raw.slice(line.raw.indexOf(':') + 1).replace(/\r?\n(?=[ \t])/g, '')
  return Buffer.from(value, 'latin1').toString('utf8').trim()
}

/** The fields as octets, with the blank line. */
export function joinHeader(lines: readonly HeaderLine[]): Buffer {
  const text = lines.map((line) => (line.raw.endsWith('\n') ? line.raw : `${line.raw}\r\n`)).join('')
  return Buffer.from(`${text}\r\n`, 'latin1')
}
