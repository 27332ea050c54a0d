import 'server-only'
import { ReminderClock } from '#lib/gateway/reminders/reminder-clock.ts'
import type { Writer } from '#lib/gateway/writing/writing.ts'
import { writtenLocale } from '#lib/i18n/formats.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import { openedSingleton } from '../process-singleton.ts'
import { withClient } from '../request/client-of-request.ts'
import { isSignedIn, log, type SignedIn } from '../wiring.ts'
import { deskOf, writing } from '../writing/desk.ts'
import { leaveAccount, mailboxBox } from '../writing/sender-box-site.ts'

/** What comes back by itself, of everybody. */
export function reminders(): Promise<ReminderClock> {
  return openedSingleton('reminders', openReminders)
}

/** Whoever writes is reminded by the same clock. */
export function remindFor(person: SignedIn): NonNullable<Writer['remind']> {
  return async (due, mark) => (await reminders()).remind(person, due, mark)
}

async function openReminders(): Promise<ReminderClock> {
  const { reminders: store } = await writing()
  const opened = new ReminderClock({ store, box: await mailboxBox(), deskOf: placeOf, isSignedIn, done: leaveAccount, log: log() })
  await opened.wake()
  return opened
}

/** Whoever's request it was that began this: what comes back by itself comes back for nobody who waits. */
function placeOf(person: SignedIn) {
  return withClient(undefined, async () => {
    const { connections, habits } = await deskOf(person, { quoting: (await pageWordsIn('en')).quoting, locale: writtenLocale('en') })
    return { connections, chosen: chosenMailboxes(habits) }
  })
}
