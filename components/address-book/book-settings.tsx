import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { BOOK_RIGHTS, type Book, type BookGrant } from '#lib/mail/contacts/book.ts'
import { Button } from '../ui/button.tsx'
import { CheckField, SelectField, TextField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './address-book.module.css'
import { bookTitle } from './book-title.ts'

interface BookSettingsProps {
  readonly book: Book
  readonly grants: readonly BookGrant[]
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** The forms that rename, share and delete a book. */
export function BookSettings({ book, grants, typed, urls, token, words }: BookSettingsProps) {
  const { contacts } = words
  const title = bookTitle(words, book)
  const hidden = (intent: string) => (
    <>
      <input type="hidden" name="return" value={urls.addressBookSettings(book.id)} />
      <input type="hidden" name="intent" value={intent} />
    </>
  )
  return (
    <>
      <h1>{title}</h1>
      <p><a href={urls.addressBook(book.id)}>{contacts.back({ title })}</a></p>
      {book.kind !== 'further' ? <p>{contacts.fixedBook}</p> : (
        <section className={styles.card}>
          <h2>{contacts.rename}</h2>
          <PostForm action={urls.api.addressBook(book.id)} className={styles.row} token={token}>
            {hidden('rename')}
            <TextField label={contacts.bookTitle} name="title" id="title" required maxLength={100} autoComplete="off" defaultValue={typed?.title?.[0] ?? book.title} />
            <Button>{contacts.rename}</Button>
          </PostForm>
        </section>
      )}
      <section className={styles.card}>
        <h2>{contacts.sharing}</h2>
        {grants.length === 0 && <p>{contacts.notShared}</p>}
        <ul className={styles.list}>
          {grants.map((grant) => (
            <li key={`${grant.to} ${grant.name}`}>
              <span><bdi>{grant.name}</bdi>{grant.to === 'group' && ` (${contacts.group})`}: {contacts.rights[grant.right]}</span>{' '}
              <PostForm action={urls.api.addressBook(book.id)} token={token}>
                {hidden('unshare')}
                <input type="hidden" name="to" value={grant.to} />
                <input type="hidden" name="name" value={grant.name} />
                <Button small icon="close" iconOnly look="quiet">{contacts.unshare({ name: grant.name })}</Button>
              </PostForm>
            </li>
          ))}
        </ul>
        <PostForm action={urls.api.addressBook(book.id)} className={styles.share} token={token}>
          {hidden('share')}
          <TextField label={contacts.shareWith} name="name" id="name" required autoComplete="off" defaultValue={typed?.name?.[0] ?? ''} />
          <SelectField label={contacts.shareKind} name="to" id="to" defaultValue={typed?.to?.[0] ?? 'user'}>
            <option value="user">{contacts.shareUser}</option>
            <option value="group">{contacts.shareGroup}</option>
          </SelectField>
          <SelectField label={contacts.right} name="right" id="right" defaultValue={typed?.right?.[0] ?? 'read'}>
            {BOOK_RIGHTS.map((right) => <option key={right} value={right}>{contacts.rights[right]}</option>)}
          </SelectField>
          <Button look="primary">{contacts.share}</Button>
        </PostForm>
      </section>
      {book.kind === 'further' && book.isOwn && (
        <section className={styles.card}>
          <h2>{contacts.deleteBook}</h2>
          <p>{contacts.deleteBookHint}</p>
          <PostForm action={urls.api.addressBook(book.id)} className={styles.act} token={token}>
            {hidden('delete')}
            <CheckField label={contacts.confirmDelete({ name: title })} name="confirm" value="yes" required />
            <Button look="danger" icon="trash">{contacts.deleteBook}</Button>
          </PostForm>
        </section>
      )}
    </>
  )
}
