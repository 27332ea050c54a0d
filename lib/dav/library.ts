import type { Card } from '#lib/mail/contacts/card.ts'
import type { XmlName } from './xml/element.ts'

/** An address book as one of its readers may use it. */
export interface DavBook {
  /** No other book ever has it, also where its name is given again. */
  readonly id: string
  /** Its segment in URLs. */
  readonly name: string
  readonly title: string
  readonly mayWrite: boolean
  /** Rename it; and delete it, unless it is one that everybody has. */
  readonly mayManage: boolean
  readonly mayDelete: boolean
  /** Grows with each change of a card in it. */
  readonly change: number
}

export interface DavRow {
  /** Its segment in URLs, as whoever made it chose. */
  readonly name: string
  /** Without quotes. */
  readonly etag: string
  /** Milliseconds since 1970. */
  readonly changed: number
}

export interface DavCard extends DavRow {
  readonly card: Card
}

export interface DavChanges {
  /** The state in which somebody is who knows these. */
  readonly change: number
  /** False where more has happened since that state. */
  readonly isWhole: boolean
  readonly changed: readonly DavRow[]
  /** Their names. */
  readonly gone: readonly string[]
}

/** Judges the ETag of the card that is there, undefined where none is: only then it is replaced (RFC 9110 §13). */
export type Precondition = (etag: string | undefined) => boolean

/** The address books of one person, as CardDAV has them. Refusals are DavRefused. */
export interface DavLibrary {
  /** As they sign in; the segment of their URLs. */
  readonly user: string
  readonly title: string
  books(): Promise<readonly DavBook[]>
  rows(book: string): AsyncIterable<DavRow>
  cards(book: string): AsyncIterable<DavCard>
  /** Those that are there, of up to some thousand names. */
  named(book: string, names: readonly string[]): AsyncIterable<DavCard>
  /** Of up to so many cards, in the order in which they changed; 0 is before everything. Undefined for a count that is not one of this book's. */
  changes(book: string, since: number, most: number): Promise<DavChanges | undefined>
  save(book: string, name: string, card: Card, mayReplace: Precondition): Promise<{ readonly isNew: boolean }>
  remove(book: string, name: string, mayReplace: Precondition): Promise<void>
  createBook(name: string, title: string): Promise<void>
  renameBook(book: string, title: string): Promise<void>
  deleteBook(book: string): Promise<void>
  /** The one card of a text in vCard 3 or 4; undefined for anything else. */
  readCard(text: string): Promise<Card | undefined>
  writeCard(card: Card, version: '3.0' | '4.0'): string
}

/** An answer that is no success; `precondition` is what was not met (RFC 4918 §16). */
export class DavRefused extends Error {
  readonly status: number
  readonly precondition: XmlName | undefined
  constructor(status: number, precondition?: XmlName) {
    super(`${status}${precondition === undefined ? '' : ` ${precondition}`}`)
    this.name = 'DavRefused'
    this.status = status
    this.precondition = precondition
  }
}
