import type { AddressBookStore, CardList, CardPlace, KeptCard } from '#lib/address-book/store/address-book-store.ts'
import type { NamedCard } from '#lib/address-book/store/card-names.ts'
import type { Book, CardRow } from '#lib/mail/contacts/book.ts'
import { readBirthday, dayOfYear } from '#lib/mail/contacts/birthday.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { folded, letterOf, wordsOfCard, wordsOfQuestion } from '#lib/mail/contacts/search-words.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { derivedNumber } from '../people/derived-number.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'

/** A book that is kept elsewhere than in the store: small enough to be read whole. */
export interface FurtherBook {
  readonly book: Omit<Book, 'cards' | 'change' | 'name'>
  /** Throws GatewayError where they cannot be read. */
  cards(): Promise<readonly KeptCard[]>
  /** Missing where nobody writes it. A card that replaces another one brings what is replaced. */
  save?(card: Card, replaced?: KeptCard): Promise<KeptCard>
  remove?(card: KeptCard): Promise<void>
}

/** The store with one more book, behind its own. Where that book cannot be read, what asks for all books answers without it. */
export function withFurtherBook(store: AddressBookStore, further: FurtherBook): AddressBookStore {
  const { id } = further.book
  const known = (): Promise<readonly KeptCard[]> => further.cards().catch(withoutThem)
  const find = async (place: CardPlace): Promise<KeptCard> => (await further.cards()).find((card) => card.id === place.id) ?? missing()
  const save = (card: Card, replaced?: KeptCard): Promise<KeptCard> => (further.save ? further.save(card, replaced) : forbidden())
  const cardAt = (who: Parameters<AddressBookStore['card']>[0], place: CardPlace): Promise<KeptCard> => (place.book === id ? find(place) : store.card(who, place))
  const removeAt = async (place: CardPlace, expected?: string): Promise<void> => {
    if (!further.remove) return forbidden()
    return further.remove(unchanged(await find(place), expected))
  }
  const bookOf = (cards: readonly KeptCard[]): Book => ({ ...further.book, name: id, cards: cards.length, change: stateOf(cards) })
  const named = async (): Promise<readonly NamedCard[]> => namedOnes(await further.cards())
  const overlay: Partial<AddressBookStore> = {
    books: async (who) => [...(await store.books(who)), bookOf(await known())],
    book: async (who, book) => (book === id ? bookOf(await further.cards()) : store.book(who, book)),
    list: async (who, book, options) => (book !== id ? store.list(who, book, options) : sliced((await further.cards()).filter(({ name }) => options.letter === undefined || letterOf(name) === options.letter), options)),
    letters: async (who, book) => (book !== id ? store.letters(who, book) : [...new Set((await further.cards()).map(({ name }) => letterOf(name)))]),
    groups: async (who, book, limit) => (book !== id ? store.groups(who, book, limit) : (await further.cards()).filter(({ kind }) => kind === 'group').slice(0, limit).map(withoutCard)),
    cardsByUid: async (who, book, uids) => (book !== id ? store.cardsByUid(who, book, uids) : (await further.cards()).filter(({ uid }) => uids.map(uidKey).includes(uid))),
    cards: async (who, book, options) => (book !== id ? store.cards(who, book, options) : { cards: await further.cards(), next: undefined }),
    apart: async (who, book) => (book !== id ? store.apart(who, book) : []),
    card: cardAt,
    search: async (who, question, options) => {
      if (options.book === id) return sliced(having(await further.cards(), question), options)
      const found = await store.search(who, question, options)
      if (options.book !== undefined) return found
      const cards = await further.cards().catch(asUnread)
      if (!cards) return { ...found, unread: [...(found.unread ?? []), further.book.title] }
      const more = having(cards, question)
      return { ...found, rows: [...found.rows, ...more.map(withoutCard)].slice(0, options.limit), total: found.total + more.length }
    },
    known: async (who, addresses) => {
      const own = (await known()).filter(({ address }) => addresses.includes(address.toLowerCase())).map((card) => [card.address.toLowerCase(), withoutCard(card)] as const)
      const before = await store.known(who, addresses)
      return new Map([...own, ...before])
    },
    birthdays: async (who, from, to) => [...(await store.birthdays(who, from, to)), ...(await known()).filter((card) => isBornBetween(card, from, to)).map(withoutCard)],
    changesSince: async (who, book, change) => (book !== id ? store.changesSince(who, book, change) : everything(await further.cards())),
    namesAfter: async (who, book, after) => (book !== id ? store.namesAfter(who, book, after) : after === '' ? (await named()).map(({ card: _, ...row }) => row) : []),
    namedAfter: async (who, book, after) => (book !== id ? store.namedAfter(who, book, after) : after === '' ? named() : []),
    named: async (who, book, names) => (book !== id ? store.named(who, book, names) : (await named()).filter(({ name }) => names.includes(name))),
    namesSince: async (who, book, since, limit) => (book !== id ? store.namesSince(who, book, since, limit) : namesOf(await further.cards(), since)),
    suggest: async (who, text, limit) => {
      const own = await store.suggest(who, text, limit)
      const addresses = new Set(own.map(({ address }) => address.toLowerCase()))
      const more = having(await known(), text).filter(({ address, kind }) => kind === 'group' || (address !== '' && !addresses.has(address.toLowerCase())))
      return [...own, ...more.map(({ name, address, id: card, kind }) => ({ name, address: kind === 'group' ? '' : address, book: id, card, isGroup: kind === 'group' }))].slice(0, limit)
    },
    save: async (who, book, card, replacing) => (book !== id ? store.save(who, book, card, replacing) : save(card, replacing && unchanged(await find({ book, id: replacing.id }), replacing.expected))),
    remove: async (who, place, expected) => (place.book !== id ? store.remove(who, place, expected) : removeAt(place, expected)),
    copy: async (who, place, to) => {
      if (place.book !== id && to !== id) return store.copy(who, place, to)
      const { card } = await cardAt(who, place)
      return to === id ? save(card) : store.save(who, to, card)
    },
    move: async (who, place, to) => {
      if (place.book !== id && to !== id) return store.move(who, place, to)
      if (place.book === id && !further.remove) return forbidden()
      const { card, etag } = await cardAt(who, place)
      const moved = to === id ? await save(card) : await store.save(who, to, card)
      await (place.book === id ? removeAt(place, etag) : store.remove(who, place, etag))
      return moved
    },
  }
  return new Proxy(store, { get: (target, name, receiver) => (name in overlay ? overlay[name as keyof AddressBookStore] : bound(target, Reflect.get(target, name, receiver))) })
}

/** By name, without case and accents. */
export function inOrderOfNames(cards: readonly KeptCard[]): readonly KeptCard[] {
  return cards.map((card) => [folded(card.name), card] as const).toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)).map(([, card]) => card)
}

/** Of what changed nothing is kept but the present state. */
function everything(cards: readonly KeptCard[]) {
  return { change: stateOf(cards), changed: cards.map(withoutCard), gone: [] }
}

function namesOf(cards: readonly KeptCard[], since: number) {
  const change = stateOf(cards)
  return { change, isWhole: true, changed: since === change ? [] : namedOnes(cards).map(({ card: _, ...row }) => row), gone: [] }
}

const stateOf = (cards: readonly KeptCard[]): number => derivedNumber(JSON.stringify(cards.map(({ card }) => card)))

/** Each by its uid: that says whom it is about, wherever in the list they stand. */
function namedOnes(cards: readonly KeptCard[]): readonly NamedCard[] {
  const all = cards.map(({ uid, card }) => ({ name: `${uid}.vcf`, etag: String(derivedNumber(JSON.stringify(card))), changed: 0, card }))
  return [...new Map(all.map((each) => [each.name, each])).values()].toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

function isBornBetween({ birthday }: KeptCard, from: string, to: string): boolean {
  const date = readBirthday(birthday)
  const day = date && dayOfYear(date)
  return day !== undefined && (from <= to ? day >= from && day <= to : day >= from || day <= to)
}

function having(cards: readonly KeptCard[], question: string): readonly KeptCard[] {
  const words = wordsOfQuestion(question)
  return words.length === 0 ? [] : cards.filter(({ card }) => words.every((word) => wordsOfCard(card).some((own) => own.startsWith(word))))
}

function sliced(rows: readonly KeptCard[], { offset, limit }: { readonly offset: number; readonly limit: number }): CardList {
  return { rows: rows.slice(offset, offset + limit).map(withoutCard), total: rows.length }
}

function unchanged(card: KeptCard, expected: string | undefined): KeptCard {
  if (expected !== undefined && card.etag !== expected) throw new GatewayError('conflict', 'etag', { refusal: { name: 'card-changed' } })
  return card
}

function withoutCard({ card: _, created: __, ...row }: KeptCard): CardRow {
  return row
}

function asUnread(error: unknown): undefined {
  if (!isGatewayError(error)) throw error
}

function withoutThem(error: unknown): readonly KeptCard[] {
  if (isGatewayError(error)) return []
  throw error
}

function bound(target: AddressBookStore, method: unknown): unknown {
  return typeof method === 'function' ? method.bind(target) : method
}

function missing(): never {
  throw new GatewayError('no-such-contact', 'card')
}

function forbidden(): never {
  throw new GatewayError('contacts-forbidden', 'write')
}
