import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { MessageSummary } from '#lib/mail/index-page.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { ReminderKind } from '#lib/mail/reminders/reminder-keyword.ts'
import { Button } from '../ui/button.tsx'
import styles from '../programs/programs.module.css'

/** One message that is to come back. */
export interface ListedReminder {
  readonly kind: ReminderKind
  readonly ref: MessageRef
  readonly summary: MessageSummary
  /** Milliseconds since 1970. */
  readonly until: number
}

interface ReminderListProps {
  readonly reminders: readonly ListedReminder[]
  readonly dates: DateWriter
  readonly token: string
  readonly urls: Urls
  readonly words: PageWords
}

/** What comes back to the inbox, the soonest first, and the way to have it back at once. Accessible names, a contract: regions "Snoozed messages" and "Waiting for an answer". */
export function ReminderList(props: ReminderListProps) {
  const { reminders, words } = props
  if (reminders.length === 0) return <p>{words.reminders.none}</p>
  return (
    <>
      <Kind {...props} kind="snoozed" />
      <Kind {...props} kind="follow-up" />
    </>
  )
}

function Kind({ reminders, kind, dates, token, urls, words }: ReminderListProps & { readonly kind: ReminderKind }) {
  const listed = reminders.filter((each) => each.kind === kind)
  if (listed.length === 0) return null
  const said = words.reminders
  return (
    <section className={styles.card} aria-labelledby={kind}>
      <h2 id={kind}>{kind === 'snoozed' ? said.snoozed : said.watched}</h2>
      <table className={styles.table} aria-labelledby={kind}>
        <tbody>
          {listed.map(({ ref, summary, until }) => (
            <tr key={summary.id}>
              <th scope="row">
                <a href={urls.message(ref)} dir="auto">{summary.subject || words.index.noSubject}</a>
                <span className={styles.dates}><bdi>{namesOf(kind === 'snoozed' ? summary.from : summary.to)}</bdi>{' · '}<bdi>{dates.long(new Date(until).toISOString())}</bdi></span>
              </th>
              <td>
                <form method="post" action={urls.api.reminder(ref)}>
                  <input type="hidden" name="token" value={token} />
                  <Button small name="end" value="now" aria-label={`${kind === 'snoozed' ? said.backNow : said.stop}: ${summary.subject || words.index.noSubject}`}>{kind === 'snoozed' ? said.backNow : said.stop}</Button>
                </form>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const namesOf = (people: MessageSummary['from']): string => people.slice(0, 3).map(({ name, address }) => name || address).join(', ')
