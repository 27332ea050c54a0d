import { setImmediate as nextTurn } from 'node:timers/promises'
import { DuplicateFinder, type DuplicateReason, reasonsOf } from '#lib/address-book/duplicates/find-duplicates.ts'
import type { KeptCard } from '#lib/address-book/store/address-book-store.ts'
import type { Book } from '#lib/mail/contacts/book.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { ContactsOf } from '../contacts-of.ts'

/** Whole cards that are held at once. */
const AT_ONCE = 40
/** Sets on a page, and cards of one set. */
const MOST_SETS = 10
const MOST_IN_SET = 8

/** Cards that are probably about the same one. */
export interface DuplicateSet {
  readonly cards: readonly KeptCard[]
  readonly reasons: readonly DuplicateReason[]
}

export interface Duplicates {
  readonly book: Book
  readonly sets: readonly DuplicateSet[]
  /** All sets of the book; the first ones are here. */
  readonly total: number
}

/** What of a book is probably there twice, but for what somebody has said is not. Holds one page of cards and their keys, not the book. */
export async function findDuplicatesIn({ store, who }: ContactsOf, id: string): Promise<Duplicates> {
  const book = await store.book(who, id)
  const finder = new DuplicateFinder()
  const places: { readonly id: string; readonly uid: string }[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const run: Awaited<ReturnType<typeof store.cards>> = await store.cards(who, id, { after, limit: AT_ONCE })
    for (const card of run.cards) {
      finder.add(card.card)
      places.push({ id: card.id, uid: card.uid })
    }
    after = run.next
    await nextTurn()
  }
  const apart = new Set((await store.apart(who, id)).map(pairKey))
  const found = finder.sets().map((set) => set.flatMap((place) => places[place] ?? [])).filter((set) => !areApart(set, apart))
  const sets = await Promise.all(found.slice(0, MOST_SETS).map(async (set) => {
    const cards = await Promise.all(set.slice(0, MOST_IN_SET).map((place) => cardAt({ store, who }, { book: id, id: place.id })))
    return cards.flatMap((card) => card ?? [])
  }))
  return { book, sets: sets.filter(({ length }) => length > 1).map((cards) => ({ cards, reasons: reasonsOf(cards.map(({ card }) => card)) })), total: found.length }
}

/** Every two of them. */
function areApart(set: readonly { readonly uid: string }[], apart: ReadonlySet<string>): boolean {
  if (apart.size === 0 || set.length > MOST_IN_SET) return false
  return set.every(({ uid }, at) => set.slice(at + 1).every((other) => apart.has(pairKey([uid, other.uid].map(uidKey).toSorted()))))
}

function pairKey([one = '', other = '']: readonly string[]): string {
  return JSON.stringify([one, other])
}

/** Somebody may have deleted it meanwhile. */
async function cardAt({ store, who }: ContactsOf, place: { readonly book: string; readonly id: string }): Promise<KeptCard | undefined> {
  try {
    return await store.card(who, place)
  } catch (error) {
    if (isGatewayError(error) && error.failure === 'no-such-contact') return undefined
    throw error
  }
}
