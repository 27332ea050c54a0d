import { decodeLine } from '../octets/decode-line.ts'
import type { OctetLine } from '../octets/octet-lines.ts'
import type { Remarks } from '../read-result.ts'
import { isBase64 } from '../vcard/binary-values.ts'

export interface Attribute {
  readonly line: number
  /** In small letters, without options such as `;lang-de`. */
  readonly name: string
  readonly octets: Uint8Array
}

/** RFC 2849: attrval-spec = AttributeDescription value-spec, value-spec = ":" ( FILL SAFE-STRING / ":" FILL BASE64-STRING / "<" FILL url ). */
const ATTRIBUTE = /^([A-Za-z][\w-]*|\d+(?:\.\d+)+)((?:;[\w-]+)*):([:<]?) */

/** One unfolded line; undefined when it is none or its value is elsewhere, which the remarks then tell. */
export function parseAttribute({ number, octets }: OctetLine, remarks: Remarks): Attribute | undefined {
  const head = ATTRIBUTE.exec(Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.length, 300)).toString('latin1'))
  if (head?.[1] === undefined) {
    remarks.add(number, 'unreadable', decodeLine(octets.subarray(0, 400)).text)
    return undefined
  }
  const value = octets.subarray(head[0].length)
  const name = head[1].toLowerCase()
  if (head[3] === '<') {
    remarks.add(number, 'remote', decodeLine(octets.subarray(0, 400)).text)
    return undefined
  }
  if (head[3] !== ':') return { line: number, name, octets: value }
  const base64 = Buffer.from(value.buffer, value.byteOffset, value.length).toString('latin1').replace(/\s+/g, '')
  if (!isBase64(base64)) {
    remarks.add(number, 'broken-base64', name)
    return undefined
  }
  return { line: number, name, octets: Buffer.from(base64, 'base64') }
}

/** A distinguished name as one compares it: small letters, without blanks around its commas and equals signs (RFC 4514 §2.1, loosely). */
export function normalDn(dn: string): string {
  return dn.trim().toLowerCase().replace(/\s+/g, ' ').replace(/ ?([,=+]) ?/g, '$1')
}

/** The value of an attribute of the name itself, '' without one: `mail` of `cn=Jane,mail=jane@example.test`. Hexadecimal pairs and backslashes are undone. */
export function fromDn(dn: string, attribute: string): string {
  const value = new RegExp(`(?:^|[,+])\\s*${attribute}\\s*=\\s*((?:\\\\.|[^,+\\\\])*)`, 'i').exec(dn)?.[1]?.trim() ?? ''
  return value.replace(/(?:\\[0-9a-f]{2})+|\\(.)/gi, (escaped, char: string | undefined) => char ?? Buffer.from(escaped.replaceAll('\\', ''), 'hex').toString('utf8'))
}

/** A value inside of a distinguished name (RFC 4514 §2.4). */
export function escapeDn(value: string): string {
  return value.replace(/[\\,+"<>;=#]/g, '\\$&').replace(/[\0\r\n]/g, (char) => `\\${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
