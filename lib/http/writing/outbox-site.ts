import 'server-only'
import { Outbox } from '#lib/gateway/outbox/outbox.ts'
import type { SendingLater } from '#lib/gateway/writing/writing.ts'
import { writtenLocale } from '#lib/i18n/formats.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import { openedSingleton } from '../process-singleton.ts'
import { withClient } from '../request/client-of-request.ts'
import { remindFor } from '../reminders/reminder-site.ts'
import { config, isSignedIn, log, type SignedIn } from '../wiring.ts'
import { deskOf, writing } from './desk.ts'
import { leaveAccount, senderBox } from './sender-box-site.ts'

const HOUR = 3_600_000

/** What leaves by itself, of everybody. */
export function outbox(): Promise<Outbox> {
  return openedSingleton('outbox', openOutbox)
}

async function openOutbox(): Promise<Outbox> {
  const { outbox: store } = await writing()
  const opened = new Outbox({
    store,
    box: await senderBox(),
    // Nobody reads a page: what is quoted was quoted when it was begun.
    // Whoever's request it was that began this: what leaves by itself leaves for nobody who waits.
    writerOf: (sender) => withClient(undefined, async () => ({ ...(await deskOf(sender, { quoting: (await pageWordsIn('en')).quoting, locale: writtenLocale('en') })), remind: remindFor(sender) })),
    isSignedIn,
    done: leaveAccount,
    log: log(),
    attemptsLast: config().outbox.retryHours * HOUR,
  })
  await opened.wake()
  return opened
}

/** The outbox, for somebody who writes. */
export async function laterOf(session: SignedIn): Promise<SendingLater> {
  const all = await outbox()
  return {
    outlivesSession: all.outlivesSession(session),
    isRelayed: config().outbox.relay !== undefined && all.outlivesSession(session),
    put: (id, due) => all.put(session, id, due),
    attempt: (id, send) => all.attempt(session, id, send),
    takeBack: (id) => all.takeBack(session.account, id),
  }
}
