import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../ui/button.tsx'
import { SelectField } from '../ui/field.tsx'
import styles from '../directory/directory.module.css'

/** A book that takes contacts. */
export interface TargetBook {
  readonly id: string
  readonly title: string
}

export interface PickFormProps {
  /** Books to which those who are chosen can be added; none where there are no address books. */
  readonly books: readonly TargetBook[]
  /** '' for a new message. */
  readonly composition: string
  /** Where a post that fails, or that leads to no message, comes back to. */
  readonly here: string
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** What every form of picks posts besides them. */
export function PickFields({ composition, here }: Pick<PickFormProps, 'composition' | 'here'>) {
  return (
    <>
      <input type="hidden" name="return" value={here} />
      {composition !== '' && <input type="hidden" name="composition" value={composition} />}
    </>
  )
}

/** The buttons that put people into a message. */
export function IntoMessage({ words: { compose } }: { words: PageWords }) {
  return (
    <>
      <Button look="primary" name="into" value="to">{compose.to}</Button>{' '}
      <Button name="into" value="cc">{compose.cc}</Button>{' '}
      <Button name="into" value="bcc">{compose.bcc}</Button>
    </>
  )
}

/** The choice of an address book and the button that adds people to it; nothing where there is no book. Accessible names, a contract: "To the book", "Add to the address book". */
export function IntoBook({ books, words: { people, contacts } }: Pick<PickFormProps, 'books' | 'words'>) {
  if (books.length === 0) return null
  return (
    <div className={styles.book}>
      <SelectField label={contacts.target} name="book" defaultValue={books[0]?.id}>
        {books.map(({ id, title }) => <option key={id} value={id}>{title}</option>)}
      </SelectField>{' '}
      <Button icon="person" name="into" value="book">{people.addToBook}</Button>
    </div>
  )
}
