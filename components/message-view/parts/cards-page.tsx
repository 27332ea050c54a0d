import { birthdayOf } from '#lib/mail/contacts/birthday.ts'
import { preferred, textOf, type Card } from '#lib/mail/contacts/card.ts'
import { fieldsOfCard } from '#lib/mail/contacts/contact-fields.ts'
import type { Formats } from '#lib/i18n/formats.ts'
import { CardDetails } from '../../address-book/card-details.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import type { PartSurroundings } from './part-list.tsx'
import styles from './parts.module.css'

interface CardsPageProps extends PartSurroundings {
  readonly section: string
  readonly cards: readonly Card[]
  readonly day: Formats['day']
  /** Where there are address books. */
  readonly canImport: boolean
  readonly token: string
}

/** The people whose vCards a message brings, to look at and to take over. */
export function CardsPage({ section, cards, day, canImport, token, message, urls, words }: CardsPageProps) {
  const [first] = cards
  return (
    <>
      <p><a href={urls.message(message)}>{words.parts.back}</a></p>
      <h1 dir="auto">{(cards.length === 1 && first && nameOf(first)) || words.contacts.title}</h1>
      {cards.map((card, at) => {
        const known = birthdayOf(card)
        return (
          <section key={at} className={styles.card}>
            {cards.length > 1 && <h2 dir="auto">{nameOf(card) || words.message.unnamed}</h2>}
            <CardDetails card={card} birthday={known ? day(known) : fieldsOfCard(card).texts.birthday} urls={urls} words={words} />
          </section>
        )
      })}
      {canImport && (
        <PostForm action={urls.api.partContacts(message, section)} token={token}>
          <Button icon="person">{words.message.importContacts}</Button>
        </PostForm>
      )}
      <p><ButtonLink href={urls.api.part(message, section, 'download')} icon="download" download small>{words.message.download}</ButtonLink></p>
    </>
  )
}

function nameOf(card: Card): string {
  return textOf(preferred(card, 'fn')).slice(0, 200)
}
