import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'
import { decodeLine } from '../octets/decode-line.ts'
import type { OctetLine } from '../octets/octet-lines.ts'
import { Remarks } from '../read-result.ts'
import type { Remark } from '../read-result.ts'
import { isBase64, isBinary, toDataUri } from './binary-values.ts'
import { parseContentLine } from './content-line.ts'
import type { ContentLine } from './content-line.ts'
import { fromOldProperty } from './old-properties.ts'
import { oldRuleOf, ruleOf } from './property-rules.ts'
import { parseValues } from './values.ts'

export interface ParsedCard {
  readonly card: Card
  readonly remarks: readonly Remark[]
}

/** The card that the unfolded lines between BEGIN and END make up, in the words of vCard 4 whatever its version; VERSION is not among its properties. */
export function parseCard(lines: readonly OctetLine[]): ParsedCard {
  const remarks = new Remarks()
  const isNew = versionOf(lines) === '4.0'
  const properties: CardProperty[] = []
  for (const line of lines) {
    const { text, content } = readLine(line, isNew, remarks)
    if (text.trim() === '') continue
    if (content === undefined) remarks.add(line.number, 'unreadable', text)
    else if (content.name !== 'version') properties.push(...toProperty(content, { isNew, line: line.number, remarks }))
  }
  return { card: { properties: isNew ? properties : withSortKey(properties) }, remarks: remarks.all() }
}

/** The version that the card says it has, 3.0 when it says none. */
function versionOf(lines: readonly OctetLine[]): string {
  for (const { octets } of lines) {
    const [, version] = octets.length < 200 ? (/^VERSION(?:;[^:]*)?:\s*([\d.]+)\s*$/i.exec(Buffer.from(octets).toString('latin1')) ?? []) : []
    if (version !== undefined) return version
  }
  return '3.0'
}

function readLine({ number, octets }: OctetLine, isNew: boolean, remarks: Remarks): { text: string; content: ContentLine | undefined } {
  const head = Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.length, 1000)).toString('latin1')
  const charset = isNew ? undefined : /^[^:]*;charset="?([\w.:-]+)/i.exec(head)?.[1]
  const { text, guessed } = charset === undefined || /^[^:]*;charset="?utf-?8/i.test(head) ? decodeLine(octets) : { text: decodeOctets(octets, charset), guessed: false }
  if (guessed) remarks.add(number, 'encoding-guessed', text)
  // RFC 6350 §3.3: VALUE-CHAR holds none but TAB.
  const clean = text.replace(/[\0-\x08\x0b-\x1f\x7f]/g, '')
  if (clean !== text) remarks.add(number, 'control-characters', clean)
  return { text: clean, content: parseContentLine(clean, isNew) }
}

interface Place {
  readonly isNew: boolean
  readonly line: number
  readonly remarks: Remarks
}

const ENCODINGS = new Set(['quoted-printable', 'base64', 'b', '8bit', '7bit'])
const OLD_VALUES = new Set(['url', 'inline', 'content-id', 'cid'])

/** One property, or none when its base64 is broken. */
function toProperty({ group, name, parameters: written, value: raw }: ContentLine, place: Place): CardProperty[] {
  const parameters = new Map([...written].filter(([key]) => key !== '').map(([key, values]) => [key, [...values]]))
  for (const bare of written.get('') ?? []) addBare(parameters, bare)
  const type = parameters.get('type')
  if (type) parameters.set('type', type.flatMap((text) => text.split(',')))
  const encoding = takeOut(parameters, 'encoding')?.toLowerCase() ?? ''
  const charset = takeOut(parameters, 'charset')
  const said = takeOut(parameters, 'value')?.toLowerCase()
  const known = place.isNew ? ruleOf(name) : oldRuleOf(name)
  const plain = encoding === 'quoted-printable' ? fromQuotedPrintable(raw, charset) : raw
  const base = { ...(group !== undefined && { group }), name }
  if ((encoding === 'b' || encoding === 'base64') && isBinary(name)) {
    const [mediaType, ...others] = type ?? []
    if (mediaType !== undefined) parameters.delete('type')
    const base64 = raw.replace(/\s+/g, '')
    if (!isBase64(base64)) {
      place.remarks.add(place.line, 'broken-base64', name)
      return []
    }
    if (others.length > 0) parameters.set('type', others)
    return [{ ...base, parameters: Object.fromEntries(parameters), type: 'uri', values: [toDataUri(name, base64, mediaType)] }]
  }
  if (encoding === 'b' || encoding === 'base64') parameters.set('encoding', [encoding])
  const valueType = said === undefined || said === 'inline' ? (known?.type ?? 'unknown') : said === 'url' ? 'uri' : said
  const property = { ...base, parameters: Object.fromEntries(parameters), type: valueType, values: parseValues(plain, valueType, known) }
  return [place.isNew ? property : fromOldProperty(property)]
}

/** vCard 2.1 names types, encodings and places without saying which is which (§2.1.1). */
function addBare(parameters: Map<string, string[]>, bare: string): void {
  const word = bare.toLowerCase()
  const key = ENCODINGS.has(word) ? 'encoding' : OLD_VALUES.has(word) ? 'value' : 'type'
  const values = parameters.get(key) ?? []
  parameters.set(key, values)
  values.push(key === 'type' ? bare : word)
}

function takeOut(parameters: Map<string, string[]>, name: string): string | undefined {
  const [value] = parameters.get(name) ?? []
  parameters.delete(name)
  return value
}

function fromQuotedPrintable(raw: string, charset: string | undefined): string {
  const octets = decodeTransferOctets(Buffer.from(raw), 'quoted-printable')
  const text = charset === undefined ? decodeLine(octets).text : decodeOctets(octets, charset)
  // A line break of the text must not end as one of the value's escapes would not.
  return text.replaceAll(/\r\n?|\n/g, '\\n')
}

/** SORT-STRING (RFC 2426 §3.6.5) is a parameter of the name in vCard 4. */
function withSortKey(properties: readonly CardProperty[]): readonly CardProperty[] {
  const key = properties.find(({ name }) => name === 'sort-string')?.values[0]
  const named = properties.find(({ name }) => name === 'n')
  if (typeof key !== 'string' || key === '' || named === undefined || named.parameters['sort-as'] !== undefined) return properties
  return properties
    .filter(({ name }) => name !== 'sort-string')
    .map((property) => (property === named ? { ...property, parameters: { ...property.parameters, 'sort-as': [key] } } : property))
}
