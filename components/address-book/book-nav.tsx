import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Book } from '#lib/mail/contacts/book.ts'
import { Button } from '../ui/button.tsx'
import styles from './address-book.module.css'
import { bookTitle } from './book-title.ts'

/** The books, and a search over all of them, beside the page of one of them. */
export function BookNav({ books, current, urls, words }: { books: readonly Book[]; current: string; urls: Urls; words: PageWords }) {
  return (
    <nav className={styles.nav} aria-label={words.contacts.books}>
      <ContactSearch urls={urls} words={words} />
      <ul>
        {books.map((book) => (
          <li key={book.id}><a href={urls.addressBook(book.id)} aria-current={book.id === current ? 'page' : undefined}><bdi>{bookTitle(words, book)}</bdi></a></li>
        ))}
      </ul>
    </nav>
  )
}

/** Looks into all books, and into the directories. */
export function ContactSearch({ urls, words }: { urls: Urls; words: PageWords }) {
  return (
    <form role="search" aria-label={words.contacts.search} method="get" action={urls.people()} className={styles.search}>
      <label htmlFor="contact-search" className="for-screen-readers">{words.contacts.search}</label>{' '}
      <input id="contact-search" type="search" name="q" placeholder={words.contacts.search} title={words.contacts.searchHint} autoComplete="off" />{' '}
      <Button icon="search" iconOnly small look="quiet">{words.contacts.search}</Button>
    </form>
  )
}
