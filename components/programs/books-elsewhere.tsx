import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from './programs.module.css'

interface BooksElsewhereProps {
  /** What a program is told to find the books, in full. */
  readonly server: string
  readonly user: string
  /** Whether people make passwords for programs here, and this is not the page for it. */
  readonly withPasswords: boolean
  readonly urls: Urls
  readonly words: PageWords
}

/** What somebody types in another program to have their address books there. */
export function BooksElsewhere({ server, user, withPasswords, urls, words: { programs } }: BooksElsewhereProps) {
  return (
    <section className={styles.card}>
      <h2 id="books-elsewhere">{programs.books}</h2>
      <p>{programs.booksAbout}</p>
      <table className={styles.table} aria-labelledby="books-elsewhere">
        <tbody>
          <tr><th scope="row">{programs.server}</th><td><bdi>{server}</bdi></td></tr>
          <tr><th scope="row">{programs.user}</th><td><bdi>{user}</bdi></td></tr>
        </tbody>
      </table>
      {withPasswords && <p>{programs.booksPassword} <a href={urls.programPasswords()}>{programs.title}</a></p>}
    </section>
  )
}
