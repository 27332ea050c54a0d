import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Book } from '#lib/mail/contacts/book.ts'
import type { KeptImport } from '#lib/mail/contacts/contact-import.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../address-book.module.css'
import { bookTitle } from '../book-title.ts'

interface UploadFormProps {
  /** Those that take contacts. */
  readonly books: readonly Book[]
  readonly chosen: string
  readonly megabytes: number
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** The form that takes a file of contacts. */
export function UploadForm({ books, chosen, megabytes, urls, token, words }: UploadFormProps) {
  const { contacts, transfer } = words
  return (
    <PostForm action={urls.api.contactImports()} encType="multipart/form-data" className={styles.form} token={token}>
      <SelectField label={transfer.intoBook} name="book" id="book" defaultValue={chosen}>
        {books.map((book) => <option key={book.id} value={book.id}>{bookTitle(words, book)}</option>)}
        <option value="">{contacts.newBook}</option>
      </SelectField>
      <TextField label={transfer.file} hint={transfer.fileHint({ megabytes })} type="file" name="file" id="file" required accept=".vcf,.vcard,.ldif,.ldi,.csv,.tsv,.txt,.addressbook,.pine,text/vcard,text/csv,text/plain" />
      <div><Button look="primary">{transfer.upload}</Button></div>
    </PostForm>
  )
}

/** What was imported lately, each with its report. */
export function RecentImports({ imports, urls, words: { transfer } }: { imports: readonly KeptImport[]; urls: Urls; words: PageWords }) {
  if (imports.length === 0) return null
  return (
    <section className={styles.card}>
      <h2>{transfer.recent}</h2>
      <ul className={styles.list}>
        {imports.map((each) => <li key={each.id}><a href={urls.contactImport(each.id)}><bdi>{each.name}</bdi></a> <span className={styles.quiet}>{importSentence(transfer, each)}</span></li>)}
      </ul>
    </section>
  )
}

/** How an import stands. */
export function importSentence(transfer: PageWords['transfer'], { state, name, counts }: Pick<KeptImport, 'state' | 'name' | 'counts'>): string {
  if (state === 'waiting') return transfer.waiting
  if (state === 'running') return transfer.running({ name, count: counts.added + counts.changed + counts.same + counts.kept })
  return transfer[state]({ name })
}
