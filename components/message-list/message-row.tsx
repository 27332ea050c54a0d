import { memo } from 'react'
import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import { useFormats, useWords } from '../words/words-context.ts'
import type { MessageSummary } from '#lib/mail/index-page.ts'
import { placeUrl, type Place } from '../mail-state/place.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import styles from './message-list.module.css'
import { personLabel } from './person-label.ts'

export interface RowProps {
  readonly message: MessageSummary
  /** The index that the row stands in. */
  readonly place: Place
  readonly urls: Urls
  readonly dates: DateWriter
  /** Sent and Drafts show whom a message is for. */
  readonly showsRecipients: boolean
  readonly isChosen: boolean
  readonly isOpen: boolean
  readonly hasCursor: boolean
}

/** One message of the index. */
export const MessageRow = memo(function MessageRow({ message, place, urls, dates, showsRecipients, isChosen, isOpen, hasCursor }: RowProps) {
  const words = useWords()
  const { size } = useFormats()
  const person = showsRecipients ? personLabel(words, message.to, words.index.noRecipient) : personLabel(words, message.from, words.index.noSender)
  const subject = message.subject || words.index.noSubject
  return (
    <tr role="row" data-id={message.id} data-unread={message.seen ? undefined : ''} data-open={isOpen ? '' : undefined} data-chosen={isChosen ? '' : undefined} data-cursor={hasCursor ? '' : undefined}>
      <td role="cell" className={styles.choose}>
        <input type="checkbox" name="message" value={message.id} aria-label={words.index.choose({ subject, from: person })} />
      </td>
      <td role="cell" className={styles.person} dir="auto">{person}</td>
      <td role="cell" className={styles.subject} dir="auto">
        <a href={placeUrl(urls, { ...place, message: message.id })} aria-current={isOpen ? 'true' : undefined}>{subject}</a>
      </td>
      <td role="cell" className={styles.marks}><Marks message={message} /></td>
      <td role="cell" className={styles.date}><time dateTime={message.date} suppressHydrationWarning>{dates.short(message.date)}</time></td>
      <td role="cell" className={styles.size}>{size(message.size)}</td>
    </tr>
  )
})

function Marks({ message }: { message: MessageSummary }) {
  const words = useWords()
  const marks: [boolean, string, IconName | undefined][] = [
    [!message.seen, words.index.unread, undefined],
    [message.draft, words.index.draft, 'drafts'],
    [message.answered, words.index.answered, 'answered'],
    [message.forwarded, words.index.forwarded, 'forward'],
    [message.hasAttachment, words.index.hasAttachment, 'attachment'],
    [message.flagged, words.index.flagged, 'flag'],
    [message.deleted, words.index.deleted, 'trash'],
  ]
  const present = marks.filter(([is]) => is)
  if (present.length === 0) return null
  return (
    <>
      {present.map(([, name, icon]) => icon && <span key={icon} title={name} data-mark={icon}><Icon name={icon} size={15} filled={icon === 'flag'} /></span>)}
      <span className="for-screen-readers">{present.map(([, name]) => name).join(', ')}</span>
    </>
  )
}
