import { decodeOctets } from './charset.ts'
import type { OctetString } from './digest.ts'
import { decodeHeaderText } from './encoded-words.ts'
import { trimBlanks } from './structure/blanks.ts'

/** A structured value such as Content-Type's, with its parameters as they are written. */
export interface RawStructured {
  /** What stands before the first semicolon, in lower case, without comments and blanks. */
  readonly value: string
  /** Names in lower case, such as `filename*0*`; quotes and escapes are taken off, nothing else is decoded. */
  readonly parameters: readonly (readonly [name: string, value: OctetString])[]
}

export interface Structured {
  readonly value: string
  /** Names in lower case, values decoded (RFC 2231, and RFC 2047 where it is misused). Has no prototype. */
  readonly parameters: Readonly<Record<string, string>>
}

/** More parameters than these are not looked at. */
const PARAMETERS_LIMIT = 200

/** An unquoted file name, or boundary up to its first blank, in which parentheses are text and no comment. */
const BARE_NAME = /^[ \t]*(?:(?:file)?name[ \t]*=[ \t]*[^" \t]|boundary[ \t]*=[ \t]*[^" \t]+$)/i

/** Splits a Content-Type, Content-Disposition or the like (RFC 2045 §5.1, RFC 2183) and forgives missing quotes, blanks and semicolons. */
export function parseRawStructured(text: OctetString): RawStructured {
  const pieces = splitOutsideQuotes(text)
  // A parameter may follow without its semicolon.
  const [, head = '', glued] = /^[ \t]*([^ \t=]*)[ \t]*(.*=.*)?/s.exec(pieces.shift() ?? '') ?? []
  if (glued !== undefined) pieces.unshift(glued)
  const value = head.replaceAll('"', '').toLowerCase()
  const parameters: [string, OctetString][] = []
  for (const piece of pieces) {
    if (parameters.length >= PARAMETERS_LIMIT) break
    const equals = piece.indexOf('=')
    const name = trimBlanks(piece.slice(0, equals)).toLowerCase()
    if (equals > 0 && /^[\x21\x23-\x7e]{1,100}$/.test(name)) parameters.push([name, unquote(trimBlanks(piece.slice(equals + 1)))])
  }
  return { value, parameters }
}

/** The same with decoded parameters, undeclared octets by `charset`. Takes a raw header value, one character per octet. */
export function parseStructured(text: OctetString, charset = ''): Structured {
  const { value, parameters } = parseRawStructured(text)
  return { value, parameters: decodeParameters(parameters, charset) }
}

/** The pieces between semicolons that stand in no quoted string; comments are left out. */
function splitOutsideQuotes(text: OctetString): string[] {
  const pieces: string[] = []
  let piece = ''
  let comments = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    const escaped = character === '\\' && at + 1 < text.length && (quoted || comments > 0)
    const whole = escaped ? character + (text[++at] ?? '') : character
    if (quoted || (character === '"' && comments === 0)) {
      if (character === '"') quoted = !quoted
      piece += whole
    } else if (character === '(' && !(comments === 0 && BARE_NAME.test(piece))) comments++
    else if (comments > 0) comments -= character === ')' ? 1 : 0
    else if (character === ';') {
      pieces.push(piece)
      piece = ''
    } else piece += whole
  }
  return [...pieces, piece]
}

function unquote(value: OctetString): OctetString {
  if (!value.startsWith('"')) return value
  const inner = value.length > 1 && value.endsWith('"') ? value.slice(1, -1) : value.slice(1)
  return inner.replace(/\\(.)/gs, '$1')
}

interface Segment {
  readonly order: number
  /** Its octets are percent-encoded. */
  readonly extended: boolean
  readonly value: OctetString
}

/** Parameters put together and decoded (RFC 2231 §3 and §4), undeclared octets by `charset`; the extended form wins over a plain one of the same name. */
export function decodeParameters(parameters: RawStructured['parameters'], charset = ''): Record<string, string> {
  const decoded: Record<string, string> = Object.create(null) as Record<string, string>
  const continued = new Map<string, Segment[]>()
  for (const [written, value] of parameters) {
    const match = /^(.+?)(?:\*(\d{1,4}))?(\*)?$/.exec(written)
    const name = match?.[1] ?? written
    const segment = { order: Number(match?.[2] ?? 0), extended: match?.[3] === '*', value }
    if (match?.[2] === undefined && !segment.extended) decoded[name] ??= decodePlain(value, charset)
    else continued.set(name, [...(continued.get(name) ?? []), segment])
  }
  for (const [name, segments] of continued) decoded[name] = decodeSegments(segments, charset)
  return decoded
}

/** RFC 2047 forbids encoded words here; many mailers write them nevertheless, some with percent-encoding. */
function decodePlain(value: OctetString, charset: string): string {
  return decodeHeaderText(value, charset)
}

/** The segments in the order of their numbers; the first extended one names the charset for all. */
function decodeSegments(segments: readonly Segment[], undeclared: string): string {
  const ordered = [...segments].sort((one, other) => one.order - other.order)
  const [first] = ordered
  const head = first?.extended ? /^([^']*)'([^']*)'/.exec(first.value) : null
  const octets = ordered.map(({ extended, value }, index) => {
    const text = index === 0 && head ? value.slice(head[0].length) : value
    return extended ? percentOctets(text) : Buffer.from(text, 'latin1')
  })
  const charset = head?.[1] ?? ''
  const text = decodeOctets(Buffer.concat(octets), charset)
  const clean = text.replace(/[\0-\x1f\x7f]+/g, ' ').trim()
  return head ? clean : decodeHeaderText(Buffer.concat(octets).toString('latin1'), undeclared)
}

function percentOctets(text: OctetString): Uint8Array {
  const plain = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(plain, 'latin1')
}
