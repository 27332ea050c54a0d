import type { Book } from '#lib/mail/contacts/book.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import type { BookReader, KeptCard } from './address-book-store.ts'

/** A card as other programs keep it in mind. */
export interface NamedRow {
  /** Unique in its book; chosen by the program that made the card, else by the store. Never changes while the card stays there. */
  readonly name: string
  readonly etag: string
  /** Milliseconds since 1970. */
  readonly changed: number
}

export interface NamedCard extends NamedRow {
  readonly card: Card
}

/** What happened to the names of a book since a count of its changes; none of them is in both lists. */
export interface NameChanges {
  /** The state in which somebody is who knows these. */
  readonly change: number
  /** False where more has happened since that state. */
  readonly isWhole: boolean
  readonly changed: readonly NamedRow[]
  readonly gone: readonly string[]
}

/** Judges the etag of the card that is there, undefined where none is: only then it is replaced. */
export type Precondition = (etag: string | undefined) => boolean

/** Rows of one answer. */
export const NAMES_AT_ONCE = 1000
/** Names of one question, and cards of one answer: each may be as large as CARD_OCTETS. */
export const CARDS_AT_ONCE = 25

/**
 * Cards by the names that other programs give them (RFC 6352). Rights and failures are those of AddressBookStore. A card that came
 * otherwise has a name, too.
 */
export interface CardNames {
  /** A book that programs know by that name among those of its owner; GatewayError 'conflict' where there is one. */
  createNamedBook(who: BookReader, name: string, title: string): Promise<Book>
  /** The next NAMES_AT_ONCE rows by name; '' begins. */
  namesAfter(who: BookReader, book: string, after: string): Promise<readonly NamedRow[]>
  /** The next CARDS_AT_ONCE cards by name; '' begins. */
  namedAfter(who: BookReader, book: string, after: string): Promise<readonly NamedCard[]>
  /** Those that are there, of up to CARDS_AT_ONCE names. */
  named(who: BookReader, book: string, names: readonly string[]): Promise<readonly NamedCard[]>
  /** In the order in which it happened, at most so many names. */
  namesSince(who: BookReader, book: string, change: number, limit: number): Promise<NameChanges>
  /** GatewayError 'conflict' where what is there may not be replaced, or where the uid is another card's or another than before. */
  saveNamed(who: BookReader, place: { readonly book: string; readonly name: string }, card: Card, mayReplace: Precondition): Promise<{ readonly kept: KeptCard; readonly isNew: boolean }>
  removeNamed(who: BookReader, place: { readonly book: string; readonly name: string }, mayReplace: Precondition): Promise<void>
}
