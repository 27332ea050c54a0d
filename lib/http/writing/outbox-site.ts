import 'server-only'
import { join } from 'node:path'
import { Outbox } from '#lib/gateway/outbox/outbox.ts'
import { SenderBox } from '#lib/gateway/outbox/sender-box.ts'
import type { SendingLater } from '#lib/gateway/writing/writing.ts'
import { writtenLocale } from '#lib/i18n/formats.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import { processSingleton } from '../process-singleton.ts'
import { withClient } from '../request/client-of-request.ts'
import { config, isSignedIn, log, pool, sessions, type SignedIn } from '../wiring.ts'
import { deskOf, writing } from './desk.ts'

const HOUR = 3_600_000

/** What leaves by itself, of everybody. */
export function outbox(): Promise<Outbox> {
  return processSingleton('outbox', openOutbox)
}

async function openOutbox(): Promise<Outbox> {
  const { outbox: store } = await writing()
  const opened = new Outbox({
    store,
    box: await senderBox(),
    // Nobody reads a page: what is quoted was quoted when it was begun.
    // Whoever's request it was that began this: what leaves by itself leaves for nobody who waits.
    writerOf: (sender) => withClient(undefined, async () => deskOf(sender, { quoting: (await pageWordsIn('en')).quoting, locale: writtenLocale('en') })),
    isSignedIn,
    done: leaveAccount,
    log: log(),
    attemptsLast: config().outbox.retryHours * HOUR,
  })
  await opened.wake()
  return opened
}

/** The box of everything that outlives a session; undefined where nothing does. */
export function senderBox(): Promise<SenderBox | undefined> {
  return processSingleton('sender-box', openBox)
}

/** Undefined where no password is to be kept, and where the keys cannot be read: mail is written and sent all the same. */
async function openBox(): Promise<SenderBox | undefined> {
  const { data, servers, outbox: { credentials, serviceAccount } } = config()
  if (credentials === 'signed-in') return undefined
  try {
    return await SenderBox.open(join(data, 'gateway', 'outbox-keys.json'), serviceAccount && { credentials: serviceAccount, servers })
  } catch (error) {
    log().error('outbox keeps nothing', error)
    return undefined
  }
}

/** The outbox, for somebody who writes. */
export async function laterOf(session: SignedIn): Promise<SendingLater> {
  const all = await outbox()
  return {
    outlivesSession: all.outlivesSession(session),
    put: (id, due) => all.put(session, id, due),
    attempt: (id, send) => all.attempt(session, id, send),
    takeBack: (id) => all.takeBack(session.account, id),
  }
}

/** Nobody else is there whom its connections would serve. */
export async function leaveAccount({ account, imap, credentials }: SignedIn): Promise<void> {
  if (!(await (await sessions()).hasSession(account))) pool().closeAccount({ server: imap, credentials: credentials() })
}
