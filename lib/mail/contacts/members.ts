import { type Card, inOrder, textOf } from './card.ts'
import { uidKey } from './uid.ts'

/** One member of a group: a card by its uid, or an address alone (RFC 6350 §6.6.5). */
export type Member = { readonly uid: string } | { readonly address: string }

export function membersOf(card: Card): readonly Member[] {
  return inOrder(card, 'member').map(textOf).filter((value) => value !== '').map(memberOf)
}

function memberOf(value: string): Member {
  const mailto = /^mailto:([^?]*)/i.exec(value)
  return mailto ? { address: decoded(mailto[1] ?? '') } : { uid: value }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Names a member as `membersOf` reads it. */
export function memberValue(member: Member): string {
  if ('uid' in member) return UUID.test(member.uid) ? `urn:uuid:${member.uid}` : member.uid
  return `mailto:${encodeURIComponent(member.address).replaceAll('%40', '@')}`
}

/** The group with these members added and those taken away; each once, others as they were. */
export function withMembers(card: Card, { add = [], remove = [] }: { readonly add?: readonly Member[]; readonly remove?: readonly string[] }): Card {
  const kept = card.properties.filter((property) => property.name !== 'member' || !remove.includes(textOf(property)))
  const there = new Set(kept.filter(({ name }) => name === 'member').map((property) => keyOf(textOf(property))))
  const fresh = [...new Map(add.map((member) => [keyOf(memberValue(member)), member])).entries()].filter(([key]) => !there.has(key))
  return { properties: [...kept, ...fresh.map(([, member]) => ({ name: 'member', parameters: {}, type: 'uri', values: [memberValue(member)] }))] }
}

/** What two spellings of one member have in common. */
function keyOf(value: string): string {
  return uidKey(value).toLowerCase()
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // not percent-encoded after all
  }
}
