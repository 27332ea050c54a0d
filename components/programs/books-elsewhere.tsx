import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Card } from '../ui/card.tsx'
import { RecordRow, RecordTable } from '../ui/record-table.tsx'

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
    <Card>
      <h2 id="books-elsewhere">{programs.books}</h2>
      <p>{programs.booksAbout}</p>
      <RecordTable aria-labelledby="books-elsewhere">
        <RecordRow name={programs.server}><bdi>{server}</bdi></RecordRow>
        <RecordRow name={programs.user}><bdi>{user}</bdi></RecordRow>
      </RecordTable>
      {withPasswords && <p>{programs.booksPassword} <a href={urls.programPasswords()}>{programs.title}</a></p>}
    </Card>
  )
}
