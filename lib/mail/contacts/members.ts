import { type Card, inOrder, textOf } from './card.ts'

/** One member of a group: a card by its uid, or an address alone (RFC 6350 §6.6.5). */
export type Member = { readonly uid: string } | { readonly address: string }

export function membersOf(card: Card): readonly Member[] {
  return inOrder(card, 'member').map(textOf).filter((value) => value !== '').map(memberOf)
}

function memberOf(value: string): Member {
  const mailto = /^mailto:([^?]*)/i.exec(value)
  return mailto ? { address: decoded(mailto[1] ?? '') } : { uid: value }
}

/** Names a member as `membersOf` reads it. */
export function memberValue(member: Member): string {
  return 'uid' in member ? member.uid : `mailto:${encodeURIComponent(member.address).replaceAll('%40', '@')}`
}

/** The group with these members added and those taken away; each once, others as they were. */
export function withMembers(card: Card, { add = [], remove = [] }: { readonly add?: readonly Member[]; readonly remove?: readonly string[] }): Card {
  const kept = card.properties.filter((property) => property.name !== 'member' || !remove.includes(textOf(property)))
  const there = new Set(kept.filter(({ name }) => name === 'member').map((property) => textOf(property).toLowerCase()))
  const fresh = [...new Map(add.map((member) => [memberValue(member).toLowerCase(), member])).entries()].filter(([key]) => !there.has(key))
  return { properties: [...kept, ...fresh.map(([, member]) => ({ name: 'member', parameters: {}, type: 'uri', values: [memberValue(member)] }))] }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // not percent-encoded after all
  }
}
