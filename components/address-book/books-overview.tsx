import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Book, CardRow } from '#lib/mail/contacts/book.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './address-book.module.css'
import { bookTitle } from './book-title.ts'
import { ExportForm } from './transfer/export-form.tsx'

/** Each book with how many are in it, and the form that makes another one. */
export function BooksOverview({ books, hasOutside, urls, token, words }: { books: readonly Book[]; hasOutside: boolean; urls: Urls; token: string; words: PageWords }) {
  return (
    <>
      <nav className={styles.card} aria-label={words.contacts.books}>
        <h2>{words.contacts.books}</h2>
        <ul className={styles.list}>
          {books.map((book) => (
            <li key={book.id}><a href={urls.addressBook(book.id)}><bdi>{bookTitle(words, book)}</bdi></a> <span className={styles.quiet}>{words.contacts.count({ count: book.cards })}</span></li>
          ))}
        </ul>
        <div className={styles.tools}><ButtonLink href={urls.importContacts()}>{words.transfer.title}</ButtonLink></div>
        <ExportForm action={urls.api.exportContacts()} label={words.transfer.exportAll} words={words} />
      </nav>
      <section className={styles.card}>
        <h2>{words.contacts.newBook}</h2>
        <PostForm action={urls.api.addressBooks()} className={styles.row} token={token}>
          <input type="hidden" name="return" value={urls.addressBooks()} />
          <TextField label={words.contacts.bookTitle} name="title" id="title" required maxLength={100} autoComplete="off" />
          <Button look="primary">{words.contacts.create}</Button>
        </PostForm>
        {hasOutside && <p><a href={urls.outsideServers()}>{words.outside.title}</a></p>}
      </section>
    </>
  )
}

export interface ShownBirthday {
  readonly card: CardRow
  readonly day: string
  readonly age: number | undefined
}

/** Who has birthday soon. */
export function Birthdays({ birthdays, days, urls, words }: { birthdays: readonly ShownBirthday[]; days: number; urls: Urls; words: PageWords }) {
  if (birthdays.length === 0) return null
  return (
    <section className={styles.card}>
      <h2>{words.contacts.birthdays({ days })}</h2>
      <ul className={styles.list}>
        {birthdays.map(({ card, day, age }) => (
          <li key={`${card.book} ${card.id}`}><a href={urls.contact(card.book, card.id)}><bdi>{age === undefined ? card.name : words.contacts.birthdayAge({ name: card.name, age })}</bdi></a> <span className={styles.quiet}>{day}</span></li>
        ))}
      </ul>
    </section>
  )
}
