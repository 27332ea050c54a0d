import type { CardKind } from './card.ts'

/** The book that everybody has, one of several that somebody made, whom they have written to, what the site gives everybody, or what a directory keeps of them. */
export type BookKind = 'personal' | 'further' | 'collected' | 'site' | 'directory'

/** What somebody may do with a book of another: each right holds those before it. */
export const BOOK_RIGHTS = ['read', 'write', 'manage'] as const
export type BookRight = (typeof BOOK_RIGHTS)[number]

/** A book as one of its readers sees it. */
export interface Book {
  readonly id: string
  /** How other programs of this reader know it: as one of them named it, else its id. */
  readonly name: string
  /** '' for the books that every account has: their names are the reader's words. */
  readonly title: string
  readonly kind: BookKind
  readonly isOwn: boolean
  readonly right: BookRight
  /** The user name of whom it belongs to. */
  readonly owner: string
  readonly cards: number
  /** Grows with each change of a card in it. */
  readonly change: number
}

/** Whom a book is shared with: a user of the owner's site and server, or a group of the site. */
export interface BookGrant {
  readonly to: 'user' | 'group'
  /** A user name or address, or a group's name, in small letters. */
  readonly name: string
  readonly right: BookRight
}

/** A line of a list of cards; never its photo. */
export interface CardRow {
  readonly book: string
  readonly id: string
  /** As `uidKey` compares them; the card has it as it was written. */
  readonly uid: string
  /** Another one after each change. */
  readonly etag: string
  readonly kind: CardKind
  /** What it is listed by: its name, else an address. */
  readonly name: string
  /** The preferred address; '' where it has none. */
  readonly address: string
  readonly organization: string
  readonly phone: string
  /** As `birthday.ts` writes it; '' where it has none. */
  readonly birthday: string
  readonly hasPhoto: boolean
  /** Milliseconds since 1970. */
  readonly changed: number
}

export function mayWrite({ right }: Pick<Book, 'right'>): boolean {
  return right !== 'read'
}

export function mayManage({ right, kind }: Pick<Book, 'right' | 'kind'>): boolean {
  return right === 'manage' && kind !== 'collected'
}
