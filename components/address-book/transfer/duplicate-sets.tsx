import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Book, CardRow } from '#lib/mail/contacts/book.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/field.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../address-book.module.css'
import { bookTitle } from '../book-title.ts'
import { CardDetails } from '../card-details.tsx'

export interface ShownSet {
  readonly cards: readonly (CardRow & { readonly card: Card; readonly shownBirthday: string })[]
  readonly reasons: readonly (keyof PageWords['transfer']['reasons'])[]
}

interface DuplicateSetsProps {
  readonly book: Book
  readonly sets: readonly ShownSet[]
  readonly total: number
  readonly urls: Urls
  readonly token: string
  readonly words: PageWords
}

/** Contacts that are probably about the same one, side by side, each set with the form that makes them one. */
export function DuplicateSets({ book, sets, total, urls, token, words }: DuplicateSetsProps) {
  const { contacts, transfer } = words
  return (
    <>
      <h1>{transfer.duplicates}</h1>
      <p><a href={urls.addressBook(book.id)}>{contacts.back({ title: bookTitle(words, book) })}</a></p>
      <p role="status">{total === 0 ? transfer.noDuplicates : transfer.duplicatesFound({ count: total })}</p>
      {total > 0 && <p>{transfer.duplicatesHint} {sets.length < total && transfer.duplicatesMore}</p>}
      {sets.map((set) => {
        const [first] = set.cards
        const key = first?.id ?? ''
        return (
          <PostForm key={key} action={urls.api.duplicates(book.id)} className={styles.form} aria-label={first?.name} token={token}>
            <input type="hidden" name="return" value={urls.duplicates(book.id)} />
            <p className={styles.quiet}>{transfer.alike({ reasons: set.reasons.map((reason) => transfer.reasons[reason]).join(', ') })}</p>
            <div className={styles.sides}>
              {set.cards.map((card, at) => (
                <fieldset key={card.id} className={styles.several}>
                  <legend><a href={urls.contact(card.book, card.id)}><bdi>{card.name}</bdi></a></legend>
                  <CheckField label={transfer.belongs({ name: card.name })} name="card" value={`${card.id}:${card.etag}`} defaultChecked />
                  <label className={styles.lead}><input type="radio" name="first" value={card.id} defaultChecked={at === 0} /> {transfer.leads({ name: card.name })}</label>
                  {card.hasPhoto && <img src={urls.api.contactPhoto(card.book, card.id, card.etag)} alt={contacts.photoOf({ name: card.name })} className={styles.photo} />}
                  <CardDetails card={card.card} birthday={card.shownBirthday} urls={urls} words={words} />
                </fieldset>
              ))}
            </div>
            <div className={styles.tools}>
              <Button name="intent" value="join" look="primary">{transfer.join}</Button>{' '}
              <Button name="intent" value="apart">{transfer.apart}</Button>
            </div>
          </PostForm>
        )
      })}
    </>
  )
}
