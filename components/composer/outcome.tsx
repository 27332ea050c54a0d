'use client'
import { useEffect } from 'react'
import type { Words } from '#lib/i18n/words.ts'
import { useWords } from '../words/words-context.ts'
import { useSite } from '../mail-screen/site.ts'
import { Alert } from '../ui/alert.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { PostForm } from '../ui/post-form.tsx'
import styles from './composition-page.module.css'
import { dropCopy } from './saving/local-copy.ts'

export interface OutcomeProps {
  readonly id: string
  readonly result: 'sent' | 'postponed' | 'discarded'
  readonly accepted: readonly string[]
  readonly refused: readonly { readonly address: string; readonly reply: string; readonly isUncertain?: true }[]
  readonly mailbox: string | undefined
  /** What is said of one that the mail server sends on later. */
  readonly held: string | undefined
  /** What is said of seeing it again where nobody answers. */
  readonly reminder: string | undefined
  /** What is said of the copy where it is not as it was to be. */
  readonly copy: readonly string[]
  /** What was typed in a post that came too late. */
  readonly typed: Readonly<Record<string, readonly string[]>> | undefined
}

const NAMED_RECIPIENTS = 20

/** What became of a message that was being written. */
export function Outcome({ id, result, accepted, refused, mailbox, held, reminder, copy, typed }: OutcomeProps) {
  const words = useWords().compose
  const siteWords = useWords()
  const { urls } = useSite()
  const url = urls.api.composition(id)
  // The window's own copy has done its duty.
  useEffect(() => dropCopy(sessionStorage, url), [url])
  return (
    <div className={styles.body}>
      {held !== undefined && <p role="status">{held}</p>}
      {result === 'sent' && held === undefined && accepted.length > 0 && <p role="status">{words.sentTo({ recipients: nameRecipients(siteWords, accepted) })}</p>}
      {reminder !== undefined && <p>{reminder}</p>}
      {copy.length > 0 && <Alert kind="warning">{copy.join(' ')}</Alert>}
      {refused.length > 0 && (
        <Alert kind="problem" hint={<ul>{refused.map(({ address, reply, isUncertain }) => <li key={address}><b>{address}</b>: {isUncertain ? words.uncertain : reply}</li>)}</ul>}>{words.notSentTo}</Alert>
      )}
      {typed && <LateText typed={typed} />}
      <p className={styles.links}>
        <ButtonLink href={urls.home()} icon="inbox">{siteWords.shell.backToMail}</ButtonLink>{' '}
        {mailbox !== undefined && <ButtonLink href={urls.mailbox(mailbox)} look="quiet">{words.copyIn({ mailbox })}</ButtonLink>}
      </p>
    </div>
  )
}

function nameRecipients(words: Words, addresses: readonly string[]): string {
  const more = addresses.length - NAMED_RECIPIENTS
  return addresses.slice(0, NAMED_RECIPIENTS).join(', ') + (more > 0 ? ` ${words.index.others({ count: more })}` : '')
}

/** Text that was posted for a message that had gone already: kept in sight, and to go on with. */
function LateText({ typed }: { typed: NonNullable<OutcomeProps['typed']> }) {
  const words = useWords().compose
  const { urls, token } = useSite()
  const body = typed.body?.[0] ?? ''
  return (
    <>
      <p>{words.lateText}</p>
      <pre dir="auto">{body}</pre>
      <PostForm action={urls.api.compositions()} token={token}>
        <input type="hidden" name="kind" value="new" />
        {(['to', 'cc', 'bcc', 'subject', 'body'] as const).map((name) => <input key={name} type="hidden" name={name} value={typed[name]?.[0] ?? ''} />)}
        <Button icon="compose">{words.writeAgain}</Button>
      </PostForm>
    </>
  )
}

/** A message that is on its way, or that has arrived while its copy has not. */
export function OnItsWay({ id, revision, isAccepted }: { id: string; revision: number; isAccepted: boolean }) {
  const words = useWords().compose
  const { urls, token } = useSite()
  return (
    <div className={styles.body}>
      <p role="status">{isAccepted ? words.acceptedHint : words.beingSentHint}</p>
      {isAccepted && (
        <PostForm action={urls.api.composition(id)} encType="multipart/form-data" token={token}>
          <input type="hidden" name="revision" value={revision} />
          <Button look="primary" name="intent" value="send">{words.tryCopy}</Button>
        </PostForm>
      )}
      {!isAccepted && <ButtonLink href={urls.composition(id)}>{words.lookAgain}</ButtonLink>}
    </div>
  )
}
