import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import styles from '../directory/directory.module.css'
import { Button } from '../ui/button.tsx'
import { TextAreaField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'

interface EntryNotesProps {
  readonly directory: string
  readonly entry: string
  readonly name: string
  readonly note: string
  /** The contact that belongs to the entry, by its page and its state. */
  readonly contact: { readonly page: string; readonly etag: string } | undefined
  readonly here: string
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** What the reader has noted about an entry of a directory. Accessible names, a contract: the field "Your notes", the button "Save the notes". */
export function EntryNotes({ directory, entry, name, note, contact, here, urls, token, words: { people } }: EntryNotesProps) {
  return (
    <PostForm action={urls.api.directoryNote()} className={styles.card} token={token}>
      <input type="hidden" name="return" value={here} />
      <input type="hidden" name="directory" value={directory} />
      <input type="hidden" name="entry" value={entry} />
      {contact && <input type="hidden" name="etag" value={contact.etag} />}
      <TextAreaField label={people.notes} hint={people.notesHint} name="note" id="note" defaultValue={note} rows={4} maxLength={20_000} dir="auto" />
      <div className={styles.save}>
        <Button look="primary">{people.notesSave}</Button>{' '}
        {contact && <a href={contact.page}>{people.inBook({ name })}</a>}
      </div>
    </PostForm>
  )
}
