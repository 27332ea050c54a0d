import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter, Formats } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Address } from '#lib/mail/envelope.ts'
import { readMessageId } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { writeAddress } from '../../message-list/person-label.ts'
import { PlainText } from '../plain-text.tsx'
import styles from './printed-messages.module.css'

interface PrintedMessagesProps {
  readonly views: readonly MessageView[]
  readonly dates: DateWriter
  readonly isTextBrowser: boolean
  /** The same page with the messages that are asked about. */
  readonly whole: string
  readonly size: Formats['size']
  readonly urls: Urls
  readonly words: PageWords
}

/** Messages for paper, one behind the other, each from the top of a sheet: their people, date, text, and what is attached by name. */
export function PrintedMessages({ views, ...surroundings }: PrintedMessagesProps) {
  return views.map((view) => <Printed key={`${view.mailbox} ${view.id}`} view={view} {...surroundings} />)
}

function Printed({ view, dates, isTextBrowser, whole, size, urls, words }: Omit<PrintedMessagesProps, 'views'> & { readonly view: MessageView }) {
  const { from, to, cc } = view.envelope
  const id = readMessageId(view.id)
  const html = view.bodies.filter(({ kind }) => kind === 'html')
  const line = (name: string, text: string) => text !== '' && <div><dt>{name}</dt><dd dir="auto">{text}</dd></div>
  return (
    <article className={styles.message}>
      <h2 dir="auto">{view.envelope.subject || words.index.noSubject}</h2>
      <dl className={styles.header}>
        {line(words.message.from, written(from))}
        {line(words.message.to, written(to))}
        {line(words.message.cc, written(cc))}
        {line(words.message.date, dates.long(view.date))}
        {line(words.message.attachments, view.attachments.map(({ name }) => name || words.message.unnamed).join(', '))}
      </dl>
      {view.isWithheld && <p>{words.message.large({ size: size(view.size) })} <a className={styles.other} href={whole}>{words.actions.open}</a></p>}
      {view.sealed && <p>{view.sealed.says}</p>}
      {view.bodies.length === 0 && !view.isWithheld && !view.sealed && <p>{words.message.noText}</p>}
      {view.bodies.map((body) => <PlainText key={body.section} text={body.text} isTextBrowser={isTextBrowser} />)}
      {view.bodies.some((body) => body.kind === 'text' && body.cut) && <p>{words.message.cut}</p>}
      {id && !isTextBrowser && html.map(({ section }) => <p key={section} className={styles.other}><a href={urls.api.html({ mailbox: view.mailbox, ...id }, section, { paper: 'original' })} target="_blank" rel="noopener">{words.printing.laidOut}</a></p>)}
    </article>
  )
}

function written(people: readonly Address[]): string {
  return people.flatMap((person) => person.group ?? [person]).map(writeAddress).join(', ')
}
