import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Book } from '#lib/mail/contacts/book.ts'
import { type KeptImport, KNOWN_CARDS } from '#lib/mail/contacts/contact-import.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../address-book.module.css'
import { bookTitle } from '../book-title.ts'
import { fieldLabel } from './field-label.ts'
import { FORMAT_TITLES } from './formats.ts'

export interface ImportSettingsProps {
  readonly kept: KeptImport
  readonly columns: readonly { readonly header: string; readonly field: string; readonly samples: readonly string[] }[]
  readonly first: readonly { readonly line: number; readonly name: string; readonly address: string; readonly isRead: boolean }[]
  readonly fields: readonly string[]
  readonly charsets: readonly string[]
  readonly books: readonly Book[]
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** What somebody chooses for a file before it is imported, and what the file looks like so. */
export function ImportSettingsForm(props: ImportSettingsProps) {
  const { kept, first, charsets, books, urls, token, words } = props
  const { contacts, transfer } = words
  const { settings } = kept
  return (
    <PostForm action={urls.api.contactImport(kept.id)} className={styles.form} token={token}>
      <input type="hidden" name="return" value={urls.contactImport(kept.id)} />
      {/* The first button is the one that Enter presses. */}
      <div className={styles.fields}>
        <SelectField label={transfer.format} name="format" id="format" defaultValue={settings.format}>
          {Object.entries(FORMAT_TITLES).map(([name, title]) => <option key={name} value={name}>{title}</option>)}
        </SelectField>
        <SelectField label={transfer.charset} hint={transfer.charsetHint} name="charset" id="charset" defaultValue={settings.charset}>
          <option value="">{transfer.charsetAuto}</option>
          {[...new Set([settings.charset, ...charsets])].filter((name) => name !== '').map((name) => <option key={name} value={name}>{name}</option>)}
        </SelectField>
        <div><Button name="intent" value="look">{transfer.lookAgain}</Button></div>
      </div>
      <section aria-labelledby="first-records">
        <h2 id="first-records">{transfer.firstRecords}</h2>
        {!first.some(({ isRead }) => isRead) && <p>{transfer.nothingRead}</p>}
        <ul className={styles.rows}>
          {first.map(({ line, name, address, isRead }) => (
            <li key={line}>{isRead ? <><bdi>{name}</bdi> <span className={styles.quiet}><bdi>{address === name ? '' : address}</bdi></span></> : <span className={styles.quiet}>{transfer.notReadable({ line, text: name })}</span>}</li>
          ))}
        </ul>
      </section>
      <Columns {...props} />
      <div className={styles.fields}>
        <SelectField label={transfer.intoBook} name="book" id="book" defaultValue={settings.book}>
          {books.map((book) => <option key={book.id} value={book.id}>{bookTitle(words, book)}</option>)}
          <option value="">{contacts.newBook}</option>
        </SelectField>
        <TextField label={`${contacts.newBook}: ${contacts.bookTitle}`} name="title" id="title" maxLength={100} autoComplete="off" defaultValue={settings.title} />
        <SelectField label={transfer.known} hint={transfer.knownHint} name="known" id="known" defaultValue={settings.known}>
          {KNOWN_CARDS.map((known) => <option key={known} value={known}>{transfer.knownChoices[known]}</option>)}
        </SelectField>
      </div>
      <p>{transfer.allOrNothing}</p>
      <div className={styles.tools}>
        <Button name="intent" value="import" look="primary">{transfer.start}</Button>{' '}
        <Button name="intent" value="discard">{transfer.discard}</Button>
      </div>
    </PostForm>
  )
}

/** Each column of a table with what is in it, and what it means. */
function Columns({ kept: { settings }, columns, fields, words }: ImportSettingsProps) {
  const { transfer } = words
  if (columns.length === 0) return null
  return (
    <section aria-labelledby="columns" className={styles.wide}>
      <h2 id="columns">{transfer.columns}</h2>
      <input type="hidden" name="mapped" value={settings.charset} />
      <ul className={styles.list}>
        {columns.map(({ header, field, samples }, at) => (
          <li key={at} className={styles.column}>
            <span><strong><bdi>{header}</bdi></strong> <span className={styles.quiet}>{samples.map((sample, which) => <span key={which}>{which > 0 && ' · '}<bdi>{sample}</bdi></span>)}</span></span>{' '}
            <SelectField label={<span className="for-screen-readers">{transfer.meaning({ column: header })}</span>} name="column" id={`column-${at}`} defaultValue={field}>
              {(fields.includes(field) ? fields : [field, ...fields]).map((each) => <option key={each} value={each}>{fieldLabel(words, each)}</option>)}
            </SelectField>
          </li>
        ))}
      </ul>
    </section>
  )
}
