import { memo } from 'react'
import { useFormats, useWords } from '../words/words-context.ts'
import type { IndexPage, MailboxSummary } from '#lib/mail/index-page.ts'
import { mailboxLabel } from '../mailbox-tree/mailbox-label.ts'
import type { Place } from '../mail-state/place.ts'
import { useSite } from '../mail-screen/site.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './message-list.module.css'
import { MessageRow } from './message-row.tsx'
import { ChangingButtons, MoveMenu } from './message-toolbar.tsx'
import { SnoozeMenu } from './snooze-menu.tsx'
import { SortLinks } from './sort-links.tsx'
import { rangeOf } from './sorted-by.ts'

export interface MessageListProps {
  readonly index: IndexPage
  /** The index itself, without what is open beside it: the same object as long as it is the same index. */
  readonly place: Place
  /** The message that is open beside it. */
  readonly open: string | undefined
  readonly mailboxes: readonly MailboxSummary[]
  readonly chosen: ReadonlySet<string>
  readonly cursor: string | undefined
  readonly isEnhanced: boolean
}

/** One page of the index: what can be done with chosen messages, the messages, the way to the other pages. One form. */
export const MessageList = memo(function MessageList({ index, place, open, mailboxes, chosen, cursor, isEnhanced }: MessageListProps) {
  const words = useWords()
  const { urls, dates, token } = useSite()
  const mailbox = mailboxes.find(({ name }) => name === index.mailbox)
  const showsRecipients = mailbox?.specialUse === '\\Sent' || mailbox?.specialUse === '\\Drafts'
  const row = { place, urls, dates, showsRecipients }
  return (
    <PostForm action={urls.api.messages(index.mailbox)} className={styles.form} data-form="messages" token={token}>
      <input type="hidden" name="return" value={urls.mailbox(place.mailbox, place.query)} />
      <input type="hidden" name="mailbox" value={index.mailbox} />
      {index.writable && index.messages.length > 0 && (
        <div className={styles.toolbar} role="group" aria-label={words.actions.toolbar}>
          {isEnhanced && <input type="checkbox" data-choose-all="" aria-label={words.index.chooseAll} checked={chosen.size > 0 && chosen.size === index.messages.length} onChange={() => undefined} />}
          <ChangingButtons />{' '}
          <Button name="kind" value="forward-attached" formAction={urls.api.compositions()} look="quiet" icon="forward-attached" iconOnly>{words.actions.forwardAttached}</Button>{' '}
          <Button formAction={urls.api.printMessages(index.mailbox)} look="quiet" icon="print" iconOnly>{words.actions.print}</Button>{' '}
          {!showsRecipients && <><SnoozeMenu mailbox={index.mailbox} />{' '}</>}
          <MoveMenu mailboxes={mailboxes} current={index.mailbox} end />
        </div>
      )}
      <div className={styles.scroll} data-scroll="index">
        <table role="table" className={styles.table} aria-label={words.index.messages}>
          <thead role="rowgroup"><SortLinks index={index} place={place} urls={urls} showsRecipients={showsRecipients} /></thead>
          <tbody role="rowgroup">
            {index.messages.map((message) => (
              <MessageRow key={message.id} message={message} {...row} isChosen={chosen.has(message.id)} isOpen={message.id === open} hasCursor={message.id === cursor} />
            ))}
          </tbody>
        </table>
        {index.messages.length === 0 && <Nothing isSearch={index.search !== ''} />}
      </div>
      <Pages index={index} place={place} />
    </PostForm>
  )
})

/** The name of the mailbox, and what of it is shown. */
export function IndexHeading({ index, mailbox, name }: { index: IndexPage | undefined; mailbox: MailboxSummary | undefined; name: string }) {
  const words = useWords()
  const { count } = useFormats()
  const { urls } = useSite()
  return (
    <div className={styles.heading}>
      <h1>{mailboxLabel(words, mailbox ?? { name, label: name })}</h1>
      {index && index.search === '' && <p>{index.unseen > 0 ? words.mailboxes.unseen({ unseen: index.unseen }) : count(index.total)}</p>}
      {index && index.search !== '' && (
        <p className={styles.found}>
          {words.index.found({ total: count(index.total), text: index.search })} <a href={urls.mailbox(name)}>{words.index.clearSearch}</a>
        </p>
      )}
      {index && !index.writable && <p>{words.index.readOnly}</p>}
      {index?.sortedByArrival && index.sort !== 'arrival' && <p>{words.index.sortedByArrival}</p>}
    </div>
  )
}

function Pages({ index, place }: { index: IndexPage; place: Place }) {
  const words = useWords()
  const { count } = useFormats()
  const { urls } = useSite()
  const { first, last, hasNext } = rangeOf(index)
  if (index.total === 0) return null
  const page = (to: number): string => urls.mailbox(place.mailbox, { ...place.query, page: to })
  return (
    <nav className={styles.pages} aria-label={words.index.pages}>
      <p>{words.index.range({ first: count(first), last: count(last), total: count(index.total) })}</p>
      {index.page > 1 && <ButtonLink href={page(index.page - 1)} rel="prev" look="quiet" icon="left" iconOnly small>{words.index.previousPage}</ButtonLink>}
      {hasNext && <ButtonLink href={page(index.page + 1)} rel="next" look="quiet" icon="right" iconOnly small>{words.index.nextPage}</ButtonLink>}
    </nav>
  )
}

function Nothing({ isSearch }: { isSearch: boolean }) {
  const words = useWords()
  return (
    <div className={styles.nothing}>
      <Icon name={isSearch ? 'search' : 'inbox'} size={32} />
      <p>{isSearch ? words.index.nothingFound : words.index.empty}</p>
      <p>{isSearch ? words.index.nothingFoundHint : words.index.emptyHint}</p>
    </div>
  )
}
