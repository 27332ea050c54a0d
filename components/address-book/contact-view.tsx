import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { type Book, type CardRow, mayWrite } from '#lib/mail/contacts/book.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { CheckField, SelectField } from '../ui/field.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './address-book.module.css'
import { bookTitle } from './book-title.ts'
import { CardDetails } from './card-details.tsx'

export interface ContactViewProps {
  readonly book: Book
  readonly row: CardRow
  readonly card: Card
  readonly birthday: string
  readonly writeTo: string
  readonly targets: readonly Book[]
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** A contact: all that is known of them, and what can be done. */
export function ContactView({ book, row, card, birthday, writeTo, targets, urls, token, words }: ContactViewProps) {
  const { contacts } = words
  const isWritable = mayWrite(book)
  return (
    <>
      <h1 className={styles.name}>
        {row.hasPhoto && <img src={urls.api.contactPhoto(row.book, row.id, row.etag)} alt={contacts.photoOf({ name: row.name })} className={styles.photo} />}
        <bdi>{row.name}</bdi>
      </h1>
      <div className={styles.tools}>
        {writeTo !== '' && (
          <PostForm action={urls.api.compositions()} token={token}>
            <input type="hidden" name="kind" value="new" />
            <input type="hidden" name="to" value={writeTo} />
            <Button look="primary" icon="compose">{row.kind === 'group' ? contacts.writeAll : contacts.write({ name: row.name })}</Button>
          </PostForm>
        )}
        {isWritable && <ButtonLink href={urls.editContact(row.book, row.id)}>{contacts.edit}</ButtonLink>}{' '}
        <a href={urls.addressBook(book.id)}>{contacts.back({ title: bookTitle(words, book) })}</a>
      </div>
      <section className={styles.card}><CardDetails card={card} birthday={birthday} urls={urls} words={words} /></section>
      {(targets.length > 0 || isWritable) && (
        <section className={styles.card}>
          <h2>{targets.length > 0 ? contacts.moveOrCopy : contacts.delete}</h2>
          {targets.length > 0 && (
            <PostForm action={urls.api.contact(row.book, row.id)} className={styles.act} token={token}>
              <input type="hidden" name="return" value={urls.contact(row.book, row.id)} />
              <SelectField label={contacts.target} name="target" id="target" defaultValue={targets[0]?.id}>
                {targets.map((target) => <option key={target.id} value={target.id}>{bookTitle(words, target)}</option>)}
              </SelectField>
              {isWritable && <Button name="intent" value="move" icon="move">{contacts.move}</Button>}{' '}
              <Button name="intent" value="copy" icon="copy">{contacts.copy}</Button>
            </PostForm>
          )}
          {isWritable && (
            <PostForm action={urls.api.contact(row.book, row.id)} className={styles.act} token={token}>
              <input type="hidden" name="intent" value="delete" />
              <input type="hidden" name="return" value={urls.contact(row.book, row.id)} />
              <CheckField label={contacts.confirmDelete({ name: row.name })} name="confirm" value="yes" required />
              <Button look="danger" icon="trash">{contacts.delete}</Button>
            </PostForm>
          )}
        </section>
      )}
    </>
  )
}
