import type { CardProperty } from '#lib/mail/contacts/card.ts'

/** RFC 6350 §3.2: a line has at most 75 octets, its end not counted. */
const LINE_OCTETS = 75

/** Names that their owner writes in small letters too, and may look for so. */
const SPELLINGS: ReadonlyMap<string, string> = new Map([['x-ablabel', 'X-ABLabel'], ['x-abadr', 'X-ABADR'], ['x-abshowas', 'X-ABShowAs']])

/** A content line with its end, folded. `value` is escaped; `valueType` is written when given; `caret` escapes parameters by RFC 6868. */
export function writeLine({ group, name, parameters }: CardProperty, value: string, { valueType, caret }: { readonly valueType?: string; readonly caret: boolean }): string {
  const pairs: (readonly [string, readonly string[]])[] = [...(valueType === undefined ? [] : [['value', [valueType]] as const]), ...Object.entries(parameters)]
  const written = pairs
    .filter(([, values]) => values.length > 0)
    .map(([key, values]) => `;${token(key).toUpperCase()}=${values.map((text) => writeParameter(text, caret)).join(',')}`)
    .join('')
  return `${fold(`${group === undefined ? '' : `${token(group)}.`}${SPELLINGS.get(name) ?? token(name).toUpperCase()}${written}:${value}`)}\r\n`
}

/** Nothing that would end a name (threats D7). */
function token(name: string): string {
  return name.replace(/[^\w-]/g, '-') || 'X'
}

function writeParameter(text: string, caret: boolean): string {
  const clean = text.replace(/\r\n?/g, '\n').replace(/[\0-\x08\x0b-\x1f\x7f]/g, '').toWellFormed()
  const plain = caret ? clean.replace(/[\^\n"]/g, (char) => (char === '^' ? '^^' : char === '"' ? "^'" : '^n')) : clean.replaceAll('\n', ' ').replaceAll('"', "'")
  return /^[^\s,;:]*$/.test(plain) ? plain : `"${plain}"`
}

/** Cut into lines of at most 75 octets, never inside of a character (RFC 6350 §3.2). */
export function fold(line: string): string {
  if (line.length <= LINE_OCTETS / 3) return line
  if (/^[\x20-\x7e\t]*$/.test(line)) return line.length <= LINE_OCTETS ? line : `${line.slice(0, LINE_OCTETS)}${line.slice(LINE_OCTETS).replace(/.{1,74}/g, '\r\n $&')}`
  const parts: string[] = []
  let from = 0
  let octets = 0
  for (let at = 0; at < line.length; ) {
    const code = line.codePointAt(at) ?? 0
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (octets + size > LINE_OCTETS) {
      parts.push(line.slice(from, at))
      from = at
      octets = 1
    }
    octets += size
    at += code < 0x10000 ? 1 : 2
  }
  return [...parts, line.slice(from)].join('\r\n ')
}
