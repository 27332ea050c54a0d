import { kindOf } from '#lib/mail/contacts/card.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { displayNameOf } from '#lib/mail/contacts/names.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { likeAddress, likeName, numberKey, textsOf } from './likeness.ts'

/** What more cards than this share is an office's, not a person's. */
const SHARED = 20
/** Addresses and numbers of one card that are looked at. */
const MOST_KEYS = 50

/** What cards of one set have in common. */
export type DuplicateReason = 'uid' | 'address' | 'number' | 'birthday' | 'organisation'

/**
 * The cards that are probably about the same one, by their places in the list, each set with two or more, in the order of the list: they share
 * their UID or an address, or a name and a number, a birthday or an organisation. Groups are not looked at. Takes time in proportion to
 * the number of cards.
 */
export function findDuplicates(cards: readonly Card[]): readonly (readonly number[])[] {
  const finder = new DuplicateFinder()
  for (const card of cards) finder.add(card)
  return finder.sets()
}

/** The same over cards that come one after the other and need not be held. */
export class DuplicateFinder {
  readonly #holders = new Map<string, number[]>()
  #count = 0

  add(card: Card): void {
    for (const key of keysOf(card).keys()) {
      const others = this.#holders.get(key)
      if (others) others.push(this.#count)
      else this.#holders.set(key, [this.#count])
    }
    this.#count += 1
  }

  /** Places count from 0 in the order of `add`. */
  sets(): readonly (readonly number[])[] {
    const sets = new DisjointSets(this.#count)
    for (const places of this.#holders.values()) if (places.length <= SHARED) for (const place of places) sets.join(places[0] ?? place, place)
    return sets.all()
  }
}

/** Why these cards make one set: what two of them or more have in common. */
export function reasonsOf(cards: readonly Card[]): readonly DuplicateReason[] {
  const counts = new Map<string, number>()
  const reasons = new Map<string, DuplicateReason>()
  for (const [key, reason] of cards.flatMap((card) => [...keysOf(card)])) {
    counts.set(key, (counts.get(key) ?? 0) + 1)
    reasons.set(key, reason)
  }
  return [...new Set([...reasons].filter(([key]) => (counts.get(key) ?? 0) > 1).map(([, reason]) => reason))]
}

function keysOf(card: Card): ReadonlyMap<string, DuplicateReason> {
  const kind = kindOf(card)
  if (kind === 'group') return new Map()
  const name = likeName(displayNameOf(card))
  const named: readonly (readonly [string, DuplicateReason])[] = [
    ...textsOf(card, 'tel').slice(0, MOST_KEYS).map(numberKey).filter((number) => number !== '').map((number) => [number, 'number'] as const),
    ...textsOf(card, 'bday').map((date) => [`born ${date.replaceAll('-', '')}`, 'birthday'] as const),
    ...textsOf(card, 'org').map((org) => [`of ${likeName(org)}`, 'organisation'] as const),
  ]
  return new Map([
    ...textsOf(card, 'uid').map((uid) => [`uid ${uidKey(uid)}`, 'uid'] as const),
    ...textsOf(card, 'email').slice(0, MOST_KEYS).map((address) => [`${kind} ${likeAddress(address)}`, 'address'] as const),
    // An organisation's name is what the organisation has in common with itself.
    ...(name === '' || name === likeName(textsOf(card, 'org')[0] ?? '') ? [] : named.map(([key, reason]) => [`${kind} ${name} ${key}`, reason] as const)),
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
