import type { ReactNode } from 'react'
import type { Urls } from '#lib/api/urls.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { type Card, type CardProperty, inOrder, textOf } from '#lib/mail/contacts/card.ts'
import { EMAIL_KINDS, fieldsOfCard, kindIn, lineOf, PHONE_KINDS, POSTAL_KINDS, type TextField } from '#lib/mail/contacts/contact-fields.ts'
import styles from './address-book.module.css'

/** Shown as something else, or of no use to a reader. */
const ELSEWHERE = new Set(['fn', 'n', 'nickname', 'org', 'title', 'bday', 'url', 'note', 'email', 'tel', 'adr', 'photo', 'member', 'kind', 'uid', 'version', 'source', 'prodid', 'rev', 'x-ablabel'])
const SHOWN: readonly TextField[] = ['nickname', 'organization', 'unit', 'title', 'url', 'note']
/** Longer values are keys and pictures. */
const MOST_LETTERS = 2000

/** Every property of a card that says something: those of the form by their names, the others by their own. */
export function CardDetails({ card, birthday, urls, words }: { card: Card; birthday: string; urls: Urls; words: PageWords }) {
  const { fields, kinds } = words.contacts
  const { texts } = fieldsOfCard(card)
  const labelled = (property: CardProperty, name: string, offered: readonly string[]): string => {
    const own = property.group === undefined ? undefined : textOf(card.properties.find((each) => each.group === property.group && each.name === 'x-ablabel')).replace(/^_\$!<(.*)>!\$_$/, '$1')
    const kind = kindIn(property, offered)
    return own || (kind === 'other' ? name : `${name} (${kinds[kind as keyof typeof kinds]})`)
  }
  const others = card.properties.filter(({ name, values }) => !ELSEWHERE.has(name) && lineOf(values[0] ?? '').length <= MOST_LETTERS)
  return (
    <dl className={styles.details}>
      {inOrder(card, 'email').map((property, at) => <Detail key={`e${at}`} name={labelled(property, fields.email, EMAIL_KINDS)}><a href={urls.compose({ to: textOf(property) })}>{textOf(property)}</a></Detail>)}
      {inOrder(card, 'tel').map((property, at) => <Detail key={`t${at}`} name={labelled(property, fields.phone, PHONE_KINDS)}>{textOf(property).replace(/^tel:/i, '')}</Detail>)}
      {inOrder(card, 'adr').map((property, at) => <Detail key={`a${at}`} name={labelled(property, fields.postal, POSTAL_KINDS)}>{property.values.map(lineOf).join(', ')}</Detail>)}
      {birthday !== '' && <Detail name={fields.birthday}>{birthday}</Detail>}
      {SHOWN.filter((field) => texts[field] !== '').map((field) => <Detail key={field} name={fields[field]}>{field === 'url' ? <Web url={texts.url} /> : texts[field]}</Detail>)}
      {others.map((property, at) => <Detail key={`o${at}`} name={property.name}>{property.values.map(lineOf).join(', ')}</Detail>)}
    </dl>
  )
}

function Detail({ name, children }: { name: string; children: ReactNode }) {
  return <div><dt>{name}</dt> <dd dir="auto">{children}</dd></div>
}

/** Only what a browser opens as a page becomes a link. */
function Web({ url }: { url: string }) {
  return /^https?:\/\//i.test(url) ? <a href={url} rel="noopener noreferrer">{url}</a> : url
}
