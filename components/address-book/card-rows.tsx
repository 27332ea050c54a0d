import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { CardRow } from '#lib/mail/contacts/book.ts'
import styles from './address-book.module.css'

interface CardRowsProps {
  readonly rows: readonly CardRow[]
  /** What stands behind a row, such as its book. */
  readonly sourceOf?: (row: CardRow) => string | undefined
  /** Rows can be chosen, as the field `contact` of the form around them. */
  readonly isChoice?: boolean
  readonly urls: Urls
  readonly words: PageWords
}

/** Contacts as lines: name, address, and what else tells them apart. */
export function CardRows({ rows, sourceOf, isChoice = false, urls, words }: CardRowsProps) {
  return (
    <ul className={styles.rows}>
      {rows.map((row) => {
        const source = sourceOf?.(row)
        const more = [row.kind === 'group' ? words.contacts.group : row.address, row.organization === row.name ? '' : row.organization, row.phone].filter((each) => each !== '' && each !== row.name)
        return (
          <li key={`${row.book} ${row.id}`}>
            {isChoice && <><input type="checkbox" name="contact" value={row.id} aria-label={words.contacts.choose({ name: row.name })} />{' '}</>}
            <a href={urls.contact(row.book, row.id)}><bdi>{row.name || words.contacts.other}</bdi></a>{' '}
            <span className={styles.quiet}>{more.map((each, at) => <span key={at}>{at > 0 && ' · '}<bdi>{each}</bdi></span>)}{source !== undefined && <> <em>{source}</em></>}</span>
          </li>
        )
      })}
    </ul>
  )
}
