import { hash } from 'node:crypto'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { textOf } from '#lib/mail/contacts/card.ts'
import { contentUuid } from './content-uid.ts'
import { Remarks } from './read-result.ts'
import type { ReadFailure, ReadResult, Remark } from './read-result.ts'

/** Records by whose keys groups may name them; beyond, their members count as missing. A hundred thousand cards fit five times. */
const MOST_KEYS = 500_000
/** Characters of all groups of a file together, which are held until its end. */
const MOST_CHARACTERS = 32 * 1024 * 1024

/** What a group says of one member: a key of a record of the file, or an address that is nobody of it. */
export interface MemberName {
  readonly key: string
  /** What stands in when the file has no such record: a `mailto:` URI. */
  readonly address?: string
  /** What the file calls the member, kept beside an address as X-CN. */
  readonly name?: string
  /** True when the address is all that the group meant, so that nothing is missing. */
  readonly isAddress?: boolean
}

interface HeldGroup {
  readonly line: number
  readonly card: Card
  readonly remarks: readonly Remark[]
  readonly members: readonly MemberName[]
}

/**
 * The records of one file by the keys (nicknames, distinguished names) by which its groups name them. Each record gets a UID, the same one each time it says the same, and groups
 * are held to the end of the file, since they may name what comes after them; other groups too.
 */
export class FileMembers {
  readonly #uids = new Map<string, string>()
  readonly #newUid: (card: Card) => string
  #groups: HeldGroup[] = []
  #characters = 0

  constructor(newUid: (card: Card) => string = contentUuid) {
    this.#newUid = newUid
  }

  /** The card with a UID, known from now on by its key, '' for none. The first record of a key counts. */
  known(key: string, card: Card): Card {
    if (key === '') return card
    const given = textOf(card.properties.find(({ name }) => name === 'uid'))
    const uid = given === '' ? `urn:uuid:${this.#newUid(card)}` : given
    const place = placeOf(key)
    // A copy: a part of a line would keep all of the line.
    if (!this.#uids.has(place) && this.#uids.size < MOST_KEYS) this.#uids.set(place, Buffer.from(uid).toString())
    return given === '' ? { properties: [...card.properties, { name: 'uid', parameters: {}, type: 'uri', values: [uid] }] } : card
  }

  /** Holds a group until `end`; a failure when the groups of a file are too large to hold. */
  hold(group: HeldGroup): ReadFailure | undefined {
    this.#characters += group.members.reduce((sum, { key, address = '', name = '' }) => sum + 64 + key.length + address.length + name.length, 200) + JSON.stringify(group.card).length
    if (this.#characters > MOST_CHARACTERS) return { line: group.line, problem: 'too-large', excerpt: '' }
    this.#groups.push(group)
    return undefined
  }

  /** The groups with their members, in their order; members that the file does not hold are told. */
  *end(): Generator<ReadResult> {
    for (const { line, card, remarks: before, members } of this.#groups) {
      const remarks = new Remarks()
      const properties = new Map<string, CardProperty>()
      for (const member of members) {
        const found = this.#uids.get(placeOf(member.key))
        if (found === undefined && member.isAddress !== true) remarks.add(line, 'member-missing', member.key)
        const uri = found ?? member.address
        const named = found === undefined && member.name !== undefined && member.name !== ''
        if (uri !== undefined && !properties.has(uri)) properties.set(uri, { name: 'member', parameters: named ? { 'x-cn': [member.name] } : {}, type: 'uri', values: [uri] })
      }
      yield { line, card: { properties: [...card.properties, ...properties.values()] }, remarks: [...before, ...remarks.all()] }
    }
    this.#groups = []
  }
}

/** Keys are as long as a file likes; what is remembered of each is not. */
function placeOf(key: string): string {
  return hash('sha256', key, 'base64')
}

/** A `mailto:` URI (RFC 6068) of an address, undefined when it is none. */
export function mailto(address: string): string | undefined {
  const text = address.trim()
  return /^[^\s@<>,;:]+@[^\s@<>,;:]+$/.test(text) ? `mailto:${encodeURIComponent(text.toWellFormed()).replaceAll('%40', '@').replaceAll('%2B', '+')}` : undefined
}

/** The address of a `mailto:` URI, '' for any other. */
export function fromMailto(uri: string): string {
  if (!/^mailto:/i.test(uri)) return ''
  const address = uri.slice(7).replace(/\?.*$/s, '')
  try {
    return decodeURIComponent(address)
  } catch {
    // Not percent-encoded after all.
    return address
  }
}
