import type { Book, BookGrant, BookRight, CardRow } from '#lib/mail/contacts/book.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import type { CardNames } from './card-names.ts'
import type { ImportStore } from './imports/import-store.ts'

/** Books that one account may have, beside those that every account has. */
export const BOOKS_PER_PERSON = 50
export const CARDS_PER_BOOK = 100_000
/** One card as JSON in UTF-8, its photo included. */
export const CARD_OCTETS = 768 * 1024
export const GRANTS_PER_BOOK = 200
export const TITLE_LENGTH = 100
/** Addresses that somebody has written to; the ones not used for longest are forgotten. */
export const COLLECTED_ADDRESSES = 1000

/** Who asks, and under which names books may have been shared with them. */
export interface BookReader {
  /** The key of the account, as everything that the gateway keeps has it. */
  readonly account: string
  readonly user: string
  /** Their site and its server as one text: there a name is one person. */
  readonly realm: string
  /** User name and address, in small letters. */
  readonly names: readonly string[]
  /** The groups of the site that they belong to, in small letters. */
  readonly groups: readonly string[]
}

/** A whole card, as it was saved. */
export interface KeptCard extends CardRow {
  readonly card: Card
  /** Milliseconds since 1970. */
  readonly created: number
}

export interface CardPlace {
  readonly book: string
  readonly id: string
}

/** A card as somebody has seen it. */
export interface CardState {
  readonly id: string
  /** Its etag. */
  readonly expected: string
}

/** One card in the place of several. */
export interface Joining {
  readonly book: string
  readonly kept: CardState
  readonly others: readonly CardState[]
  /** What the one that stays becomes. */
  readonly card: Card
}

/** Some of the whole cards of a book. */
export interface CardRun {
  readonly cards: readonly KeptCard[]
  /** Where the next ones begin; undefined behind the last. */
  readonly next: string | undefined
}

export interface CardList {
  readonly rows: readonly CardRow[]
  /** All that fit, on every page. */
  readonly total: number
  /** The titles of books that could not be looked into. */
  readonly unread?: readonly string[]
}

export interface ListOptions {
  readonly offset: number
  readonly limit: number
  /** Only those under that letter. */
  readonly letter?: string
}

/** What happened to the cards of a book since a count of its changes. */
export interface BookChanges {
  readonly change: number
  readonly changed: readonly CardRow[]
  readonly gone: readonly { readonly id: string; readonly uid: string }[]
}

/** Somebody to write to, as typing offers them. */
export interface ContactSuggestion {
  readonly name: string
  /** '' for a group. */
  readonly address: string
  readonly book: string
  readonly card: string
  readonly isGroup: boolean
}

/** Somebody a message went to. */
export interface UsedAddress {
  readonly name: string
  readonly address: string
}

/**
 * Address books: personal ones, those that others share, and the collected addresses. A book or a card that the reader may not see
 * is GatewayError 'no-such-contact'; one that they may see but not change is 'contacts-forbidden'; what goes beyond a limit is
 * 'refused' or 'too-large'. All of a change is durable when its call resolves, or nothing when it rejects.
 */
export interface AddressBookStore extends CardNames, ImportStore {
  /** Their own, the personal one first and the collected one last, then those of others by title. The first call makes the two that everybody has. */
  books(who: BookReader): Promise<readonly Book[]>
  book(who: BookReader, id: string): Promise<Book>
  createBook(who: BookReader, title: string): Promise<Book>
  /** For whoever may manage it; not the two that everybody has. */
  renameBook(who: BookReader, id: string, title: string): Promise<void>
  /** For the owner alone; the cards go with it. Not the two that everybody has. */
  deleteBook(who: BookReader, id: string): Promise<void>
  grants(who: BookReader, id: string): Promise<readonly BookGrant[]>
  /** Gives a right, or another one; undefined takes it back. */
  share(who: BookReader, id: string, grant: Pick<BookGrant, 'to' | 'name'> & { readonly right: BookRight | undefined }): Promise<void>

  /** By name, without case and accents, in the order of characters. */
  list(who: BookReader, book: string, options: ListOptions): Promise<CardList>
  /** The letters under which there are cards. */
  letters(who: BookReader, book: string): Promise<readonly string[]>
  /** Cards of one book, or of all, that have every word of the question, as a beginning of one of theirs. An empty question finds none. */
  search(who: BookReader, question: string, options: { readonly book?: string; readonly offset: number; readonly limit: number }): Promise<CardList>
  /** The groups of a book by name. */
  groups(who: BookReader, book: string, limit: number): Promise<readonly CardRow[]>
  card(who: BookReader, place: CardPlace): Promise<KeptCard>
  /** Of those uids, whatever their spelling, the cards of that book. */
  cardsByUid(who: BookReader, book: string, uids: readonly string[]): Promise<readonly KeptCard[]>
  /** All cards of a book by name, some at a time: `after` is the `next` of those before. */
  cards(who: BookReader, book: string, options: { readonly after?: string | undefined; readonly limit: number }): Promise<CardRun>
  /** Which of these addresses, in small letters, a card has; of several cards one that is not collected. */
  known(who: BookReader, addresses: readonly string[]): Promise<ReadonlyMap<string, CardRow>>
  /** Birthdays from one day of the year to another, as `04-12`; over the turn of the year where the second comes first. */
  birthdays(who: BookReader, from: string, to: string): Promise<readonly CardRow[]>
  changesSince(who: BookReader, book: string, change: number): Promise<BookChanges>

  /** A new card, or with `id` another state of one. GatewayError 'conflict' where it is not the `expected` etag that is replaced; nothing is changed then. A uid of another card in that book is a conflict too. */
  save(who: BookReader, book: string, card: Card, replacing?: { readonly id: string; readonly expected: string }): Promise<KeptCard>
  remove(who: BookReader, place: CardPlace, expected?: string): Promise<void>
  /** A card in two books has one uid. Where the other book has the uid already it is a conflict. */
  copy(who: BookReader, place: CardPlace, to: string): Promise<KeptCard>
  /** The card keeps its id. */
  move(who: BookReader, place: CardPlace, to: string): Promise<KeptCard>

  /** One card in the place of several, groups included; 'conflict' where one is not as it was seen, and nothing is changed then. */
  join(who: BookReader, joining: Joining): Promise<KeptCard>
  /** Remembers that cards with these uids are not the same, each pair of them. */
  setApart(who: BookReader, book: string, uids: readonly string[]): Promise<void>
  /** Those pairs, each in the order of its uids. */
  apart(who: BookReader, book: string): Promise<readonly (readonly [string, string])[]>

  /** Counts that these were written to at that time; those that no book of theirs knows become collected cards. */
  recordUse(who: BookReader, used: readonly UsedAddress[], at: number): Promise<void>
  /** Whom the words typed so far may mean: first those written to often and lately, each address once. */
  suggest(who: BookReader, text: string, limit: number): Promise<readonly ContactSuggestion[]>
  close(): Promise<void>
}
