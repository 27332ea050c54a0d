import { SNOOZE_CHOICES } from '#lib/mail/reminders/reminder-time.ts'
import { useSite } from '../mail-screen/site.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/words-context.ts'
import { useZone } from '../words/use-zone.ts'
import styles from './message-toolbar.module.css'

/**
 * Until when chosen messages are put off; stands inside the form that names them, and sends it elsewhere. Accessible names, a contract: "Snooze" opens it;
 * buttons "Later today", "Tomorrow", "Next week", "Snooze until then"; field "Date and time".
 */
export function SnoozeMenu({ mailbox }: { mailbox: string }) {
  const { actions, message, compose } = useWords()
  const site = useSite()
  const zone = useZone(site)
  const to = site.urls.api.snoozeMessages(mailbox)
  return (
    <details className={styles.move} data-menu="" data-end="">
      <summary title={message.snooze}><Icon name="clock" /><span className="for-screen-readers">{message.snooze}</span><Icon name="down" size={12} /></summary>
      <div className={styles.panel}>
        {SNOOZE_CHOICES.map((choice) => <Button key={choice} name="snooze" value={choice} formAction={to} small>{actions.snoozeChoices[choice]}</Button>)}{' '}
        <input type="hidden" name="zone" value={zone} />
        <label className={styles.until}>{compose.later.at}{' '}<input type="datetime-local" name="later" /></label>{' '}
        <small><bdi>{zone}</bdi></small>{' '}
        <Button name="snooze" value="at" formAction={to} small>{actions.snoozeUntil}</Button>
      </div>
    </details>
  )
}
