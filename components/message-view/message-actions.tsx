import { Fragment } from 'react'
import { useWords } from '../words/words-context.ts'
import type { MailboxSummary } from '#lib/mail/index-page.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { ActionSituation } from '../actions/define-action.ts'
import { ANSWERING, CHANGING } from '../actions/registry.ts'
import { ChangingButtons, MoveMenu } from '../message-list/message-toolbar.tsx'
import { placeUrl, type Place } from '../mail-state/place.ts'
import { useSite } from '../mail-screen/site.ts'
import { Button } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './message-view.module.css'

/** What can be done with the open message: two small forms, one that begins a composition and one that changes it. */
export function MessageActions({ message, place, mailboxes, writable }: { message: MessageView; place: Place; mailboxes: readonly MailboxSummary[]; writable: boolean }) {
  const words = useWords()
  const { urls, token, preferences } = useSite()
  const next = preferences['reading.after_removal'] === 'next' ? message.next : undefined
  const mailboxUse = mailboxes.find(({ name }) => name === place.mailbox)?.specialUse
  const situation: ActionSituation = { messages: [message], writable, mailboxUse }
  const changing = CHANGING.filter((action) => action.applies(situation) && (action.name !== 'mark-seen' || preferences['reading.mark_seen'] !== 'when-opened')).map(({ name }) => name)
  return (
    <div className={styles.actions} role="group" aria-label={words.actions.toolbar}>
      <PostForm action={urls.api.compositions()} data-form="compose" token={token}>
        <input type="hidden" name="mailbox" value={place.mailbox} />
        <input type="hidden" name="id" value={message.id} />
        {message.charset !== undefined && <input type="hidden" name="charset" value={message.charset} />}
        <input type="hidden" name="return" value={placeUrl(urls, { ...place, message: message.id })} />
        {message.draft && <Button name="kind" value="resume" look="primary" icon="drafts" small>{words.message.resume}</Button>}{' '}
        {ANSWERING.filter((action) => action.applies(situation)).map(({ name, label, icon, keys, composes }) => (
          <Fragment key={name}><Button name="kind" value={composes} look="quiet" icon={icon} title={label(words)} className={styles.labelled} aria-keyshortcuts={keys.join(' ') || undefined}>{label(words)}</Button>{' '}</Fragment>
        ))}
      </PostForm>
      {writable && (
        <PostForm action={urls.api.messages(place.mailbox)} data-form="message" token={token}>
          <input type="hidden" name="message" value={message.id} />
          <input type="hidden" name="return" value={urls.mailbox(place.mailbox, place.query)} />
          {next !== undefined && <input type="hidden" name="afterRemoval" value={placeUrl(urls, { ...place, message: next, show: {} })} />}
          <ChangingButtons only={changing} />{' '}
          <MoveMenu mailboxes={mailboxes} current={place.mailbox} />
        </PostForm>
      )}
    </div>
  )
}
