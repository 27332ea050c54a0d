import type { BookGrant } from './book.ts'
import type { Card } from './card.ts'

/** An address book that somebody has from the beginning. */
export interface PreparedBook {
  /** A user name. */
  readonly owner: string
  /** '' for the book that they have anyway. */
  readonly title: string
  readonly shared: readonly BookGrant[]
  /** Each with a UID. */
  readonly cards: readonly Card[]
}
