import 'server-only'
import { join } from 'node:path'
import { SenderBox } from '#lib/gateway/outbox/sender-box.ts'
import { processSingleton } from '../process-singleton.ts'
import { config, log, pool, sessions, type SignedIn } from '../wiring.ts'

/** The box of everything that outlives a session; undefined where nothing does. */
export function senderBox(): Promise<SenderBox | undefined> {
  return processSingleton('sender-box', openBox)
}

/** The same for what has to be done in mailboxes, where a relay is of no use. */
export async function mailboxBox(): Promise<SenderBox | undefined> {
  return config().outbox.relay === undefined ? senderBox() : undefined
}

/** Undefined where no password is to be kept, and where the keys cannot be read: mail is written and sent all the same. */
async function openBox(): Promise<SenderBox | undefined> {
  const { data, servers, outbox: { credentials, serviceAccount, relay } } = config()
  if (credentials === 'signed-in') return undefined
  try {
    return await SenderBox.open(join(data, 'gateway', 'outbox-keys.json'), relay ? { relay, servers } : serviceAccount && { credentials: serviceAccount, servers })
  } catch (error) {
    log().error('outbox keeps nothing', error)
    return undefined
  }
}

/** Nobody else is there whom its connections would serve. */
export async function leaveAccount({ account, imap, credentials }: SignedIn): Promise<void> {
  if (!(await (await sessions()).hasSession(account))) pool().closeAccount({ server: imap, credentials: credentials() })
}
