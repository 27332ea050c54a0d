import type { CardList } from '#lib/address-book/store/address-book-store.ts'
import type { Book, CardRow } from '#lib/mail/contacts/book.ts'
import type { ContactsOf } from './contacts-of.ts'

/** Cards on a page. */
const CARDS_ON_PAGE = 100
/** Up to here a book is put into the reader's own order; beyond it names stand by their letters alone, without case and accents. */
const SORTED_BY_LOCALE = 2000
/** A row of letters that has room. */
const MOST_LETTERS = 60

export interface BookPage extends CardList {
  readonly book: Book
  readonly page: number
  readonly pages: number
  /** Under which there are cards; empty where there would be too many of them. */
  readonly letters: readonly string[]
}

export interface BookQuestion {
  readonly book: string
  /** From 1. */
  readonly page: number
  readonly letter: string | undefined
  readonly question: string
}

/** A page of a book: all of it, what is under one letter, or what has the words of a question. */
export async function listBook({ store, who }: ContactsOf, { book: id, page: asked, letter, question }: BookQuestion, compare: (one: string, other: string) => number): Promise<BookPage> {
  const book = await store.book(who, id)
  const fetch = (offset: number, limit: number): Promise<CardList> =>
    question === '' ? store.list(who, id, { offset, limit, ...(letter === undefined ? {} : { letter }) }) : store.search(who, question, { book: id, offset, limit })
  const [letters, first] = await Promise.all([store.letters(who, id), fetch(0, 1)])
  const pages = Math.max(1, Math.ceil(first.total / CARDS_ON_PAGE))
  const page = Math.min(asked, pages)
  const offset = (page - 1) * CARDS_ON_PAGE
  const byName = (one: CardRow, other: CardRow): number => compare(one.name, other.name)
  const rows = first.total <= SORTED_BY_LOCALE
    ? (await fetch(0, SORTED_BY_LOCALE)).rows.toSorted(byName).slice(offset, offset + CARDS_ON_PAGE)
    : (await fetch(offset, CARDS_ON_PAGE)).rows
  return { book, rows, total: first.total, page, pages, letters: letters.length > MOST_LETTERS ? [] : letters.toSorted(compare) }
}
