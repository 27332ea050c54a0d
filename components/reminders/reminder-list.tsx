import type { Urls } from '#lib/api/urls.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { MessageSummary } from '#lib/mail/index-page.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { ReminderKind } from '#lib/mail/reminders/reminder-keyword.ts'
import { Button } from '../ui/button.tsx'
import { Card } from '../ui/card.tsx'
import { PostForm } from '../ui/post-form.tsx'
import { RecordRow, RecordTable } from '../ui/record-table.tsx'

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
    <Card aria-labelledby={kind}>
      <h2 id={kind}>{kind === 'snoozed' ? said.snoozed : said.watched}</h2>
      <RecordTable aria-labelledby={kind}>
        {listed.map(({ ref, summary, until }) => (
          <RecordRow
            key={summary.id}
            name={<a href={urls.message(ref)} dir="auto">{summary.subject || words.index.noSubject}</a>}
            facts={[<bdi key="people">{namesOf(kind === 'snoozed' ? summary.from : summary.to)}</bdi>, <bdi key="until">{dates.long(new Date(until).toISOString())}</bdi>]}
          >
            <PostForm action={urls.api.reminder(ref)} token={token}>
              <Button small name="end" value="now" aria-label={`${kind === 'snoozed' ? said.backNow : said.stop}: ${summary.subject || words.index.noSubject}`}>{kind === 'snoozed' ? said.backNow : said.stop}</Button>
            </PostForm>
          </RecordRow>
        ))}
      </RecordTable>
    </Card>
  )
}

const namesOf = (people: MessageSummary['from']): string => people.slice(0, 3).map(({ name, address }) => name || address).join(', ')
