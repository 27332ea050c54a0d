import { useWords } from '../words/words-context.ts'
import { asRead } from '#lib/api/reading-urls.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import type { MessageView as Message } from '#lib/mail/reading/message-view.ts'
import { labelOf } from '../mailbox-tree/mailbox-label.ts'
import { messageRef, openedShow, placeUrl, type Place } from '../mail-state/place.ts'
import { shownAs } from '../mail-screen/screen-preferences.ts'
import { useSite } from '../mail-screen/site.ts'
import { Alert } from '../ui/alert.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { AttachmentList } from './attachment-list.tsx'
import { MessageActions } from './message-actions.tsx'
import { MessageBodies } from './message-bodies.tsx'
import { AllHeaders, MessageHeaders } from './message-headers.tsx'
import styles from './message-view.module.css'
import { LargeMessage } from './questions/large-message.tsx'
import { ReceiptQuestion } from './questions/receipt-question.tsx'
import { SealedMessage } from './sealed-message.tsx'

/** A message that is open: the same from the server and in the browser, made of its MessageView alone. */
export function MessageView({ message, place, mailboxes, writable }: { message: Message; place: Place; mailboxes: readonly MailboxSummary[]; writable: boolean }) {
  const words = useWords()
  const { urls, preferences, isTextBrowser } = useSite()
  const ref = messageRef(place.mailbox, message.id)
  if (!ref) return null
  const shown = shownAs(place.show, preferences, message)
  const neighbour = (id: string): string => placeUrl(urls, { ...place, message: id, show: {} })
  const here = placeUrl(urls, { ...place, message: message.id, show: openedShow(place.show) })
  return (
    <>
      <div className={styles.bar}>
        <ButtonLink href={urls.mailbox(place.mailbox, place.query)} look="quiet" icon="left" iconOnly className={styles.back}>{words.message.backToIndex({ mailbox: labelOf(words, mailboxes, place.mailbox) })}</ButtonLink>
        <MessageActions message={message} place={place} mailboxes={mailboxes} writable={writable} />
        <nav className={styles.neighbours} aria-label={words.index.messages}>
          {message.previous !== undefined && <ButtonLink href={neighbour(message.previous)} rel="prev" look="quiet" icon="up" iconOnly aria-keyshortcuts="k">{words.actions.previous}</ButtonLink>}{' '}
          {message.next !== undefined && <ButtonLink href={neighbour(message.next)} rel="next" look="quiet" icon="down" iconOnly aria-keyshortcuts="j">{words.actions.next}</ButtonLink>}
        </nav>
      </div>
      <article className={styles.message} data-scroll="message">
        <header className={styles.header}>
          <h2 dir="auto" id="subject" tabIndex={-1}>{message.subject || words.index.noSubject}</h2>
          <MessageHeaders message={message} here={here} />
          <Ways message={message} place={place} />
          {message.receipt && <ReceiptQuestion key={message.id} message={ref} receipt={message.receipt} here={here} />}
          {message.signature && <Alert kind={message.signature.kind} hint={<a href={asRead(urls, place.show).signature(ref)}>{message.signature.about}</a>}>{message.signature.says}</Alert>}
          {shown.notices.map((notice) => <Alert key={notice} kind="warning">{words.message.notices[notice]}</Alert>)}
        </header>
        {message.isWithheld && <LargeMessage message={message} place={{ ...place, message: message.id }} mailboxes={mailboxes} />}
        {shown.hasAllHeaders && <AllHeaders message={message} />}
        <AttachmentList attachments={message.attachments} inText={isTextBrowser || shown.asText ? message.pictures : undefined} message={ref} reading={place.show} here={here} marks={message.signature?.marks} />
        {message.sealed && <SealedMessage key={message.id} message={message} at={ref} show={place.show} />}
        {!message.isWithheld && !message.sealed?.opening && !(message.sealed && message.bodies.length === 0) && <MessageBodies message={message} place={{ ...place, message: message.id }} />}
      </article>
    </>
  )
}

/** The other ways of looking at the message. */
function Ways({ message, place }: { message: Message; place: Place }) {
  const words = useWords()
  const { urls, isTextBrowser, preferences, help, dates } = useSite()
  const ref = messageRef(place.mailbox, message.id)
  if (!ref) return null
  const { headers, charset } = place.show
  const { hasAllHeaders, asText, isOriginal } = shownAs(place.show, preferences, message)
  const at = { ...place, message: message.id }
  const hasHtml = message.bodies.some(({ kind }) => kind === 'html')
  const withHeaders = { ...place.show, headers: hasAllHeaders ? ('short' as const) : ('full' as const) }
  const kept = asRead(urls, place.show)
  const details = (section?: string): string => kept.messageDetails(ref, section)
  const withText = { ...openedShow(place.show), ...(headers ? { headers } : {}), ...(charset ? { charset } : {}), as: asText ? ('html' as const) : ('text' as const) }
  return (
    <ul className={styles.ways}>
      {!preferences.imposed.includes('reading.headers') && <li><a href={placeUrl(urls, { ...at, show: withHeaders })}>{hasAllHeaders ? words.message.shortHeaders : words.message.fullHeaders}</a></li>}
      {hasHtml && !isTextBrowser && !preferences.imposed.includes('reading.format') && <li><a href={placeUrl(urls, { ...at, show: withText })}>{asText ? words.message.showAsHtml : words.message.showAsText}</a></li>}
      {hasHtml && !isTextBrowser && !asText && <li className={styles.paper}><a href={placeUrl(urls, { ...at, show: { ...place.show, paper: isOriginal ? 'theme' : 'original' } })}>{isOriginal ? words.message.darkColors : words.message.originalColors}</a></li>}
      <li><a href={urls.api.source(ref)} target="_blank" rel="noopener">{words.message.source}</a></li>
      <li><a href={urls.api.source(ref, true)} download>{words.message.downloadSource}</a></li>
      <li><a href={kept.printMessages(place.mailbox, [message.id])}>{words.actions.print}</a></li>
      {message.list?.ways.some(({ command }) => command === 'unsubscribe') && <li><a href={details('list')}>{message.list.left === undefined ? words.message.unsubscribe : words.message.listLeft({ date: dates.long(message.list.left) })}</a></li>}
      <li><a href={details('snooze')}>{words.message.snooze}</a></li>
      <li><a href={details()}>{words.message.more}</a></li>
      {help.message && !isTextBrowser && <li className={styles.help}><a href={help.message}>{words.shell.help}</a></li>}
    </ul>
  )
}

/** What stands there while no message is open; `hasKeys` where letters act. */
export function NoMessage({ hasKeys }: { hasKeys: boolean }) {
  const words = useWords()
  return (
    <div className={styles.none}>
      <p>{words.message.none}</p>
      <p>{words.message.noneHint}{hasKeys && ` ${words.message.noneKeys}`}</p>
    </div>
  )
}
