import { mergeCards } from '#lib/address-book/duplicates/merge-cards.ts'
import type { CardState, KeptCard } from '#lib/address-book/store/address-book-store.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ContactsOf } from '../contacts-of.ts'

export interface DuplicateChoice {
  readonly book: string
  /** Those that are meant, as they were seen. */
  readonly cards: readonly CardState[]
  /** The one whose values come first, and which stays. */
  readonly first: string
}

/** Makes one card of several: nothing that any of them says is lost. Throws GatewayError 'conflict' where one is another by now, 'invalid' for fewer than two. */
export async function joinDuplicates({ store, who }: ContactsOf, { book, cards, first }: DuplicateChoice): Promise<KeptCard> {
  const kept = cards.find(({ id }) => id === first) ?? cards[0]
  const others = cards.filter((card) => card !== kept)
  if (!kept || others.length === 0) throw new GatewayError('invalid', 'fewer than two', { refusal: { name: 'no-contact-chosen' } })
  const before = await Promise.all([kept, ...others].map(({ id }) => store.card(who, { book, id })))
  return store.join(who, { book, kept, others, card: mergeCards(before.map(({ card }) => card)) })
}

/** Remembers that these are not the same: they are not offered again. */
export async function keepApart({ store, who }: ContactsOf, { book, cards }: Pick<DuplicateChoice, 'book' | 'cards'>): Promise<void> {
  const kept = await Promise.all(cards.map(({ id }) => store.card(who, { book, id })))
  if (kept.length < 2) throw new GatewayError('invalid', 'fewer than two', { refusal: { name: 'no-contact-chosen' } })
  await store.setApart(who, book, kept.map(({ uid }) => uid))
}
