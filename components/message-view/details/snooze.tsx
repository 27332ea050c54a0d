import { FOLLOW_UP_DAYS } from '#lib/api/reminder-shapes.ts'
import { SNOOZE_CHOICES } from '#lib/mail/reminders/reminder-time.ts'
import { Button } from '../../ui/button.tsx'
import { PostForm } from '../../ui/post-form.tsx'
import styles from '../parts/parts.module.css'
import type { DetailProps } from './detail-props.ts'

/** Where messages come back, and by which clocks. */
export interface SnoozeProps {
  readonly isSent: boolean
  readonly zone: string
  /** Comes back while its reader is signed in, and not without them. */
  readonly needsSession: boolean
}

/**
 * When the message is to come back to the inbox; of one that was sent, if nobody answers. Accessible names, a contract: buttons "Later today", "Tomorrow", "Next week",
 * "Snooze until then", "Remind me"; field "Date and time", choice "If nobody answers".
 */
export function Snooze({ message, token, urls, words, isSent, zone, needsSession }: DetailProps & SnoozeProps) {
  const { reminders } = words
  const form = { action: urls.api.reminder(message), token }
  return (
    <section className={styles.card} aria-labelledby="snooze">
      <h2 id="snooze">{isSent ? reminders.followUp : reminders.snooze}</h2>
      <p>{isSent ? reminders.followUpHint : reminders.snoozeHint} {needsSession && reminders.needsSession} <a href={urls.reminders()}>{reminders.title}</a></p>
      {isSent ? (
        <PostForm {...form}>
          <label>{reminders.ifNobody}{' '}
            <select name="days" defaultValue={3}>{FOLLOW_UP_DAYS.map((count) => <option key={count} value={count}>{reminders.days({ count })}</option>)}</select>
          </label>
          <Button icon="drafts">{reminders.followUp}</Button>
        </PostForm>
      ) : (
        <>
          <PostForm {...form}>
            <p className={styles.buttons}>{SNOOZE_CHOICES.map((choice) => <span key={choice}><Button name="snooze" value={choice}>{words.actions.snoozeChoices[choice]}</Button>{' '}</span>)}</p>
            <input type="hidden" name="zone" value={zone} />
          </PostForm>
          <PostForm {...form}>
            <input type="hidden" name="zone" value={zone} />
            <p className={styles.buttons}><label>{words.compose.later.at}{' '}<input type="datetime-local" name="later" required /></label>{' '}<small><bdi>{zone}</bdi></small></p>
            <Button name="snooze" value="at">{words.actions.snoozeUntil}</Button>
          </PostForm>
        </>
      )}
    </section>
  )
}
