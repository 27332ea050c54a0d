import type { PageWords } from '#lib/i18n/words.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './address-book.module.css'

/** A group begins with its name; its page takes members. */
export function NewGroupForm({ action, here, cancel, name, token, words }: { action: string; here: string; cancel: string; name: string; token: string; words: PageWords }) {
  return (
    <PostForm action={action} className={styles.form} token={token}>
      <input type="hidden" name="return" value={here} />
      <input type="hidden" name="intent" value="create-group" />
      <TextField label={words.contacts.fields.name} name="name" id="contact-name" required autoComplete="off" defaultValue={name} />
      <div className={styles.tools}>
        <Button look="primary">{words.contacts.create}</Button>{' '}
        <a href={cancel}>{words.shell.close}</a>
      </div>
    </PostForm>
  )
}
