import { createHash } from 'node:crypto'
import type { AddressBookStore, CardList, KeptCard } from '#lib/address-book/store/address-book-store.ts'
import { columnsOf, rowOf } from '#lib/address-book/store/card-columns.ts'
import type { SiteContact } from '#lib/config/sites/site-config.ts'
import type { Book, CardRow } from '#lib/mail/contacts/book.ts'
import { letterOf, wordsOfCard, wordsOfQuestion } from '#lib/mail/contacts/search-words.ts'
import { uidKey } from '#lib/mail/contacts/uid.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'

/** The id of the book that a site gives everybody. */
const SITE_BOOK = 'site'

/** The store with a book that nobody can change: what the administrator names. Without any contact there is no such book. */
export function withSiteBook(store: AddressBookStore, contacts: readonly SiteContact[]): AddressBookStore {
  if (contacts.length === 0) return store
  const cards = cardsOf(contacts)
  const book: Book = { id: SITE_BOOK, title: '', kind: 'site', isOwn: true, right: 'read', owner: '', cards: cards.length, change: 0 }
  const find = (id: string): KeptCard => cards.find((card) => card.id === id) ?? missing()
  const having = (question: string): readonly KeptCard[] => {
    const words = wordsOfQuestion(question)
    return words.length === 0 ? [] : cards.filter(({ card }) => words.every((word) => wordsOfCard(card).some((own) => own.startsWith(word))))
  }
  const sliced = (rows: readonly KeptCard[], offset: number, limit: number): CardList => ({ rows: rows.slice(offset, offset + limit).map(withoutCard), total: rows.length })
  const overlay: Partial<AddressBookStore> = {
    books: async (who) => [...(await store.books(who)), book],
    book: async (who, id) => (id === SITE_BOOK ? book : store.book(who, id)),
    list: async (who, id, options) => (id !== SITE_BOOK ? store.list(who, id, options) : sliced(cards.filter(({ name }) => options.letter === undefined || letterOf(name) === options.letter), options.offset, options.limit)),
    letters: async (who, id) => (id !== SITE_BOOK ? store.letters(who, id) : [...new Set(cards.map(({ name }) => letterOf(name)))]),
    groups: async (who, id, limit) => (id !== SITE_BOOK ? store.groups(who, id, limit) : []),
    cardsByUid: async (who, id, uids) => (id !== SITE_BOOK ? store.cardsByUid(who, id, uids) : cards.filter(({ uid }) => uids.map(uidKey).includes(uid))),
    cards: async (who, id, options) => (id !== SITE_BOOK ? store.cards(who, id, options) : { cards, next: undefined }),
    apart: async (who, id) => (id !== SITE_BOOK ? store.apart(who, id) : []),
    card: async (who, place) => (place.book !== SITE_BOOK ? store.card(who, place) : find(place.id)),
    search: async (who, question, options) => {
      if (options.book === SITE_BOOK) return sliced(having(question), options.offset, options.limit)
      const found = await store.search(who, question, options)
      const more = options.book === undefined ? having(question) : []
      return { rows: [...found.rows, ...more.map(withoutCard)].slice(0, options.limit), total: found.total + more.length }
    },
    known: async (who, addresses) => {
      const site = cards.filter(({ address }) => addresses.includes(address.toLowerCase())).map((card) => [card.address.toLowerCase(), withoutCard(card)] as const)
      return new Map([...site, ...(await store.known(who, addresses))])
    },
    suggest: async (who, text, limit) => {
      const own = await store.suggest(who, text, limit)
      const known = new Set(own.map(({ address }) => address.toLowerCase()))
      const more = having(text).filter(({ address }) => !known.has(address.toLowerCase()))
      return [...own, ...more.map(({ name, address, id }) => ({ name, address, book: SITE_BOOK, card: id, isGroup: false }))].slice(0, limit)
    },
    copy: async (who, place, to) => (place.book !== SITE_BOOK ? store.copy(who, place, to) : store.save(who, to, find(place.id).card)),
  }
  return new Proxy(store, { get: (target, name, receiver) => (name in overlay ? overlay[name as keyof AddressBookStore] : bound(target, Reflect.get(target, name, receiver))) })
}

function bound(target: AddressBookStore, method: unknown): unknown {
  return typeof method === 'function' ? method.bind(target) : method
}

function cardsOf(contacts: readonly SiteContact[]): readonly KeptCard[] {
  return contacts.map(({ name, address }, at) => {
    const text = (property: string, value: string) => ({ name: property, parameters: {}, type: 'text', values: [value] })
    const card = { properties: [text('fn', name), text('email', address), { name: 'uid', parameters: {}, type: 'uri', values: [`urn:uuid:${uuidOf(address)}`] }] }
    return { ...rowOf({ ...columnsOf(card), book: SITE_BOOK, id: `${SITE_BOOK}-${at}`, change: 0, changed: 0 }), card, created: 0 }
  })
}

/** The same one after each start: a copy in somebody's book is known by it. */
function uuidOf(address: string): string {
  const hex = createHash('sha256').update(address.toLowerCase()).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function withoutCard({ card: _, created: __, ...row }: KeptCard): CardRow {
  return row
}

function missing(): never {
  throw new GatewayError('no-such-contact', 'card')
}
