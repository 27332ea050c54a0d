import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { rasterType } from '#lib/mail/reading/viewable.ts'
import { buildCard } from '../fields/build-card.ts'
import type { FieldValue } from '../fields/build-card.ts'
import { FileMembers, mailto } from '../file-members.ts'
import type { MemberName } from '../file-members.ts'
import { decodeLine } from '../octets/decode-line.ts'
import { octetLines } from '../octets/octet-lines.ts'
import type { OctetLine } from '../octets/octet-lines.ts'
import { unfoldLines } from '../octets/unfold-lines.ts'
import { utf8Octets } from '../octets/utf8-octets.ts'
import { READ_LIMITS, Remarks, excerptOf } from '../read-result.ts'
import type { ReadLimits, ReadResult } from '../read-result.ts'
import { fieldOf } from './attributes.ts'
import { fromDn, normalDn, parseAttribute } from './entry.ts'
import type { Attribute } from './entry.ts'

const GROUPS = new Set(['groupofnames', 'groupofuniquenames', 'mozillaabgroup'])

/** The entries of an LDIF file (RFC 2849) as cards; groups come last, with the UIDs of their members. What is at a URL is told and never fetched. */
export async function* readLdif(input: AsyncIterable<Uint8Array>, limits: ReadLimits = READ_LIMITS): AsyncGenerator<ReadResult> {
  const reader = new EntryReader(limits)
  const lines = octetLines(utf8Octets(input), limits.recordOctets)
  for await (const batch of unfoldLines(lines, { by: 'space', joint: 'nothing', vcard: false }, limits.recordOctets)) {
    for (const line of batch) yield* reader.push(line)
  }
  yield* reader.end()
}

class EntryReader {
  readonly #limits: ReadLimits
  readonly #members = new FileMembers()
  #lines: OctetLine[] = []
  #octets = 0
  #begun = false

  constructor(limits: ReadLimits) {
    this.#limits = limits
  }

  *push(line: OctetLine): Generator<ReadResult> {
    if (isBlank(line)) return yield* this.#finish()
    if (line.octets[0] === HASH) return
    if (!this.#begun && /^version:\s*\d+\s*$/i.test(Buffer.from(line.octets.subarray(0, 40)).toString('latin1'))) return
    this.#begun = true
    this.#octets += line.octets.length + 2
    if (line.cut || this.#octets > this.#limits.recordOctets || this.#lines.length >= this.#limits.properties) this.#octets = Infinity
    if (this.#octets < Infinity || this.#lines.length === 0) this.#lines.push(line)
  }

  *end(): Generator<ReadResult> {
    yield* this.#finish()
    yield* this.#members.end()
  }

  *#finish(): Generator<ReadResult> {
    const [first] = this.#lines
    if (first === undefined) return
    const result = this.#octets === Infinity ? { line: first.number, problem: 'too-large' as const, excerpt: excerptOf(decodeLine(first.octets.subarray(0, 400)).text) } : this.#read(first)
    this.#lines = []
    this.#octets = 0
    if (result) yield result
  }

  /** The entry, or nothing when it is a group, which waits for its members. */
  #read(first: OctetLine): ReadResult | undefined {
    const remarks = new Remarks()
    const attributes = this.#lines.map((line) => parseAttribute(line, remarks)).filter((attribute) => attribute !== undefined)
    const change = attributes.find(({ name }) => name === 'changetype')
    const excerpt = excerptOf(decodeLine(first.octets.subarray(0, 400)).text)
    if (change && textOf(change).toLowerCase() !== 'add') return { line: first.number, problem: 'change-record', excerpt }
    const [dn, ...others] = attributes
    if (dn?.name !== 'dn') return { line: first.number, problem: attributes.length === 0 ? (remarks.all()[0]?.problem ?? 'unreadable') : 'outside', excerpt }
    const name = textOf(dn)
    const card = toCard(others, remarks, name)
    if (card.properties.length === 0) return { line: first.number, problem: 'empty', excerpt }
    if (card.properties.length > this.#limits.properties) return { line: first.number, problem: 'too-large', excerpt }
    const known = this.#members.known(normalDn(name), card)
    if (!isGroup(others)) return { line: first.number, card: known, remarks: remarks.all() }
    const members = others.filter(({ name: attribute }) => attribute === 'member' || attribute === 'uniquemember').map((attribute) => toMember(textOf(attribute)))
    return this.#members.hold({ line: first.number, card: known, remarks: remarks.all(), members })
  }
}

const HASH = 0x23

function isBlank({ octets, cut }: OctetLine): boolean {
  return octets.length === 0 && !cut
}

function textOf({ octets }: Attribute): string {
  return decodeLine(octets).text.trim()
}

function isGroup(attributes: readonly Attribute[]): boolean {
  return attributes.some((attribute) => attribute.name === 'objectclass' && GROUPS.has(textOf(attribute).toLowerCase()))
}

function toCard(attributes: readonly Attribute[], remarks: Remarks, dn: string): Card {
  const group = isGroup(attributes)
  const own: CardProperty[] = []
  const values: FieldValue[] = []
  for (const attribute of attributes) {
    const { name, octets, line } = attribute
    if (group && (name === 'member' || name === 'uniquemember')) continue
    if (name === 'jpegphoto' || name === 'photo') own.push(...photo(octets, line, remarks))
    else if (name === 'usercertificate') own.push(plain('key', 'uri', `data:application/pkix-cert;base64,${Buffer.from(octets).toString('base64')}`))
    else if (octets.includes(0)) remarks.add(line, 'unreadable', name)
    else if (name === 'entryuuid') own.push(plain('uid', 'uri', `urn:uuid:${textOf(attribute).toLowerCase()}`))
    else {
      const { text, guessed } = decodeLine(octets)
      if (guessed) remarks.add(line, 'encoding-guessed', text)
      values.push({ field: fieldOf(name), text: text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '').replace(/\r\n?/g, '\n'), label: name })
    }
  }
  const uid = fromDn(dn, 'uid')
  if (/^urn:uuid:/i.test(uid) && !own.some(({ name }) => name === 'uid')) own.push(plain('uid', 'uri', uid))
  const { properties } = buildCard(withoutSecondNames(values))
  return { properties: [...(group && properties.length > 0 ? [plain('kind', 'text', 'group')] : []), ...properties, ...(properties.length > 0 ? own : [])] }
}

/** Thunderbird writes the name as cn and as displayName; one is enough. */
function withoutSecondNames(values: readonly FieldValue[]): readonly FieldValue[] {
  const name = values.find(({ field, text }) => field.name === 'fn' && text.trim() !== '')?.text
  return values.filter((value, at) => value.field.name !== 'fn' || value.text !== name || values.findIndex(({ field, text }) => field.name === 'fn' && text === name) === at)
}

function photo(octets: Uint8Array, line: number, remarks: Remarks): CardProperty[] {
  const mediaType = rasterType(octets)
  if (mediaType === undefined) remarks.add(line, 'unreadable', 'jpegPhoto')
  return mediaType === undefined ? [] : [plain('photo', 'uri', `data:${mediaType};base64,${Buffer.from(octets).toString('base64')}`)]
}

function plain(name: string, type: string, value: string): CardProperty {
  return { name, parameters: {}, type, values: [value] }
}

function toMember(dn: string): MemberName {
  const address = mailto(fromDn(dn, 'mail'))
  return { key: normalDn(dn), ...(address !== undefined && { address, isAddress: /^\s*mail\s*=(?:\\.|[^,+\\])*$/i.test(dn) }) }
}
