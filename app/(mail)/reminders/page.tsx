import { ReminderList } from '#components/reminders/reminder-list.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { listReminders } from '#lib/gateway/reminders/list-reminders.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, connectionsOf, currentSite, formToken, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import { attempt, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'

/** What comes back to the inbox by itself: what was put off, and what nobody has answered. */
export default async function RemindersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const urls = appUrls()
  const session = await requireSession(urls.reminders())
  const [words, formats] = [await pageWords(), await pageFormats()]
  const { values } = await preferences(session)
  const listed = await attempt(() => listReminders(connectionsOf(session), chosenMailboxes(values)))
  const reminders = valueOf(listed)?.map(({ kind, message: { ref, summary }, until }) => ({ kind, ref, summary, until }))
  const dates = formats.dates({ zone: knownZone(values.time_zone), now: new Date().toISOString() })
  return (
    <PlainPage title={words.reminders.title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('reminders')} saying={await sayingOf(await searchParams, 'failure' in listed ? listed.failure : undefined)}>
      <h1>{words.reminders.title}</h1>
      {reminders && <ReminderList reminders={reminders} dates={dates} token={await formToken(session)} urls={urls} words={words} />}
    </PlainPage>
  )
}
