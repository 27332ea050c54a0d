import { kindOf } from '#lib/mail/contacts/card.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { displayNameOf } from '#lib/mail/contacts/names.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { likeAddress, likeName, numberKey, textsOf } from './likeness.ts'

/** What more cards than this share is an office's, not a person's. */
const SHARED = 20
/** Addresses and numbers of one card that are looked at. */
const MOST_KEYS = 50

/**
 * The cards that are probably about the same one, by their places in the list, each set with two or more, in the order of the list: they share
 * their UID or an address, or a name and a number, a birthday or an organisation. Groups are not looked at. Takes time in proportion to
 * the number of cards.
 */
export function findDuplicates(cards: readonly Card[]): readonly (readonly number[])[] {
  const holders = new Map<string, number[]>()
  for (const [place, card] of cards.entries()) {
    for (const key of keysOf(card)) {
      const others = holders.get(key)
      if (others) others.push(place)
      else holders.set(key, [place])
    }
  }
  const sets = new DisjointSets(cards.length)
  for (const places of holders.values()) if (places.length <= SHARED) for (const place of places) sets.join(places[0] ?? place, place)
  return sets.all()
}

function keysOf(card: Card): ReadonlySet<string> {
  const kind = kindOf(card)
  if (kind === 'group') return new Set()
  const name = likeName(displayNameOf(card))
  const numbers = textsOf(card, 'tel').slice(0, MOST_KEYS).map(numberKey).filter((number) => number !== '')
  const named = [...numbers, ...textsOf(card, 'bday').map((date) => `born ${date.replaceAll('-', '')}`), ...textsOf(card, 'org').map((org) => `of ${likeName(org)}`)]
  return new Set([
    ...textsOf(card, 'uid').map((uid) => `uid ${uidKey(uid)}`),
    ...textsOf(card, 'email').slice(0, MOST_KEYS).map((address) => `${kind} ${likeAddress(address)}`),
    // An organisation's name is what the organisation has in common with itself.
    ...(name === '' || name === likeName(textsOf(card, 'org')[0] ?? '') ? [] : named.map((key) => `${kind} ${name} ${key}`)),
  ])
}

/** Union-find with path halving: joining n pairs takes hardly more than n steps. */
class DisjointSets {
  readonly #parents: number[]

  constructor(count: number) {
    this.#parents = Array.from({ length: count }, (_, place) => place)
  }

  join(one: number, other: number): void {
    const [a, b] = [this.#root(one), this.#root(other)]
    // The lower place leads, so that sets are in the order of the list.
    if (a < b) this.#parents[b] = a
    else this.#parents[a] = b
  }

  all(): readonly (readonly number[])[] {
    const members = new Map<number, number[]>()
    for (const place of this.#parents.keys()) {
      const root = this.#root(place)
      const set = members.get(root)
      if (set) set.push(place)
      else members.set(root, [place])
    }
    return [...members.values()].filter(({ length }) => length > 1)
  }

  #root(place: number): number {
    let at = place
    for (let parent = this.#parents[at] ?? at; parent !== at; parent = this.#parents[at] ?? at) {
      this.#parents[at] = this.#parents[parent] ?? parent
      at = parent
    }
    return at
  }
}
