import type { Card } from '#lib/mail/contacts/card.ts'

/** Servers with address books that one person may have. */
export const OUTSIDE_SERVERS = 10

/** A server outside of this site on which somebody has address books. */
export interface OutsideServer {
  readonly id: string
  /** As it was typed, or where the server said that its books are. */
  readonly address: string
  readonly user: string
  /** The password as the gateway has sealed it. */
  readonly sealed: string
  /** The server has refused the password: it is not asked again before there is another one. */
  readonly isRefused: boolean
  /** The books that were there when it was last asked. */
  readonly found: readonly FoundBook[]
}

export interface FoundBook {
  readonly url: string
  readonly title: string
  readonly mayWrite: boolean
}

/** A book of a person that is kept like one of a server outside. */
export interface OutsideBook {
  /** The id of the book here. */
  readonly book: string
  /** The key of the account whose book it is. */
  readonly account: string
  readonly server: string
  readonly url: string
  readonly mayWrite: boolean
  /** What the server gave to be asked with the next time (RFC 6578); '' before the first time, and where it has no such thing. */
  readonly token: string
  /** Up to which change of the book here everything has been told there. */
  readonly change: number
  readonly run: OutsideRun
}

/** How synchronising went last. Times are milliseconds since 1970, 0 for never. */
export interface OutsideRun {
  readonly began: number
  /** When it last went through to its end. */
  readonly ended: number
  /** Why the last one did not; '' where it did. */
  readonly problem: string
  /** Failures in a row. */
  readonly failures: number
  /** Nothing is asked by itself before. */
  readonly notBefore: number
}

/** What both sides know of one card. */
export interface OutsideLink {
  /** Where it is there, in full. */
  readonly href: string
  /** Its id here; '' for one that could not be taken. */
  readonly card: string
  /** Its state there when both agreed; '' where there is none any more. */
  readonly etag: string
  /** Its state here then; '' where what is here is still to be told there. */
  readonly local: string
  readonly conflict: 'changed' | 'deleted' | undefined
  /** Why it could not be taken or told; '' where it could. */
  readonly problem: string
}

/** A link with the contents that it is about. */
export interface WholeLink extends OutsideLink {
  /** What both sides had when they agreed; undefined where they never have. */
  readonly agreed: Card | undefined
  /** In a conflict what is there now, and its state; undefined where it was deleted. */
  readonly theirs: { readonly card: Card; readonly etag: string } | undefined
}

/**
 * What the gateway keeps of address books on other servers; the cards themselves are in the address books. Somebody else's server or
 * book is GatewayError 'no-such-contact'. All of a change is durable when its call resolves.
 */
export interface OutsideBookStore {
  servers(account: string): Promise<readonly OutsideServer[]>
  server(account: string, id: string): Promise<OutsideServer>
  addServer(account: string, server: Omit<OutsideServer, 'id' | 'isRefused'>): Promise<OutsideServer>
  changeServer(account: string, id: string, change: Partial<Omit<OutsideServer, 'id'>>): Promise<void>
  /** With all that is known of its books. */
  removeServer(account: string, id: string): Promise<void>

  books(account: string): Promise<readonly OutsideBook[]>
  /** Whoever asks; undefined for a book that is like no other. */
  book(book: string): Promise<OutsideBook | undefined>
  /** A book there is followed once: doing it again is GatewayError 'conflict'. */
  follow(book: Pick<OutsideBook, 'book' | 'account' | 'server' | 'url' | 'mayWrite'>): Promise<void>
  unfollow(book: string): Promise<void>
  changeBook(book: string, change: Partial<Pick<OutsideBook, 'token' | 'change' | 'mayWrite'>> & Partial<OutsideRun>): Promise<void>
  /** True when nobody else synchronises that book until then; the same holder may extend its time. */
  claim(book: string, holder: string, time: { readonly now: number; readonly until: number }): Promise<boolean>
  release(book: string, holder: string): Promise<void>

  links(book: string): Promise<readonly OutsideLink[]>
  /** Those about which something is still to be done: a conflict, a problem, or something to be told there. Takes as long as there are such. */
  openLinks(book: string): Promise<readonly OutsideLink[]>
  link(book: string, href: string): Promise<WholeLink | undefined>
  linkOf(book: string, card: string): Promise<WholeLink | undefined>
  /** Writes what is known of a card there, in the place of what was. */
  saveLink(book: string, link: Omit<WholeLink, 'conflict'> & { readonly conflict?: WholeLink['conflict'] }): Promise<void>
  dropLink(book: string, href: string): Promise<void>
  close(): Promise<void>
}
