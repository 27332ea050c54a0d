import { randomBytes } from 'node:crypto'
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { appendLargeMessage } from '#lib/imap/append/append-connection.ts'
import { appendMessage, SMALL_MESSAGE } from '#lib/imap/operations/append-message.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import type { FetchedMessages } from '#lib/prefs/fetched-messages.ts'
import { Pop3Connection, type ListedMessage } from './pop3-connection.ts'

/** Messages fetched at a time: somebody waits for the page. */
export const MOST_FETCHED = 200
/** So long a fetch goes on with another message, in milliseconds; then the rest waits for the next time. */
const PATIENCE = 45_000
/** A server that makes one message last for so long is left. */
const LONGEST = 120_000
const DAY = 24 * 3_600_000

/** What becomes of a message on the other server once it is here: it stays, goes, or goes after so many days. */
export type Afterwards = 'keep' | 'delete' | 'delete-later'
const KEPT_DAYS: Readonly<Record<Afterwards, number>> = { keep: Infinity, delete: 0, 'delete-later': 14 }

export interface FetchOrder {
  readonly server: ServerAddress
  readonly credentials: Credentials
  /** Where the messages go; it must exist. */
  readonly mailbox: string
  readonly afterwards: Afterwards
}

export interface FetchSite {
  readonly connections: AccountConnections
  /** Whose they become. */
  readonly account: string
  readonly fetched: FetchedMessages
  /** Octets of the largest message. */
  readonly messageSize: number
  /** A folder for what is under way. */
  readonly folder: string
  readonly now: () => number
}

export interface FetchReport {
  readonly fetched: number
  /** Those that are left for the next time. */
  readonly waiting: number
  /** Those that are larger than a message may be; they stay where they are. */
  readonly tooLarge: number
}

/**
 * Fetches what is new at a POP3 server into a mailbox, oldest first. A message counts as fetched, and may be deleted there, only once the mail server has
 * it: a fetch that breaks off loses none. Throws GatewayError as signing in does, 'refused' with a reason where the server is no use, and what appending throws.
 */
export async function fetchMail(site: FetchSite, order: FetchOrder, signal: AbortSignal): Promise<FetchReport> {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(LONGEST)])
  const source = sourceOf(order)
  const pop3 = await Pop3Connection.open(order.server, order.credentials, ended)
  try {
    const listed = await pop3.list()
    const known = await site.fetched.of(site.account, source)
    const report = await takeNew({ site, order, source, pop3 }, listed.filter(({ uid }) => !known.has(uid)))
    const due = await site.fetched.of(site.account, source)
    for (const { number, uid } of listed) {
      const at = due.get(uid)
      if (at !== undefined && at >= 0 && site.now() - at >= KEPT_DAYS[order.afterwards] * DAY) await pop3.delete(number)
    }
    await pop3.finish()
    const present = new Set(listed.map(({ uid }) => uid))
    for (const uid of known.keys()) if (!present.has(uid)) await site.fetched.forget(site.account, source, uid)
    return report
  } catch (error) {
    signal.throwIfAborted()
    throw isGatewayError(error) ? error : new GatewayError('server-unreachable', 'while fetching', { cause: error })
  } finally {
    pop3.close()
  }
}

interface Fetching {
  readonly site: FetchSite
  readonly order: FetchOrder
  readonly source: string
  readonly pop3: Pop3Connection
}

/** What is too large is noted with a time before all times: it is not asked for again, and not deleted. */
const NEVER = -1

async function takeNew({ site, order, source, pop3 }: Fetching, listed: readonly ListedMessage[]): Promise<FetchReport> {
  const end = site.now() + PATIENCE
  let [fetched, tooLarge, at] = [0, 0, 0]
  for (; at < listed.length && fetched < MOST_FETCHED && site.now() < end; at++) {
    const message = listed[at] as ListedMessage
    const came = message.size > site.messageSize ? 'too-large' : await takeOne(site, order.mailbox, await pop3.retrieve(message.number))
    if (came === 'gone') continue
    if (came === 'too-large') tooLarge++
    else fetched++
    await site.fetched.add(site.account, source, message.uid, came === 'too-large' ? NEVER : site.now())
    // Where the size was a lie, the rest of the message is still to come, and no end of it may be.
    if (came === 'too-large' && message.size <= site.messageSize) throw new GatewayError('refused', 'a larger message than announced', { refusal: { name: 'fetch-not-pop3' } })
  }
  return { fetched, tooLarge, waiting: listed.length - at }
}

/** Through a file without a name: the mail server wants to know the size first, and the other's word for it proves nothing. */
async function takeOne(site: FetchSite, mailbox: string, content: AsyncIterable<Buffer> | undefined): Promise<'fetched' | 'gone' | 'too-large'> {
  if (!content) return 'gone'
  const file = await nameless(site.folder)
  try {
    let size = 0
    for await (const octets of content) {
      size += octets.length
      if (size > site.messageSize) return 'too-large'
      await file.write(octets)
    }
    const read = (): AsyncIterable<Uint8Array> => file.createReadStream({ autoClose: false, start: 0 }) as AsyncIterable<Uint8Array>
    if (size <= SMALL_MESSAGE) await appendMessage(site.connections, mailbox, { content: await whole(file, size), flags: [] })
    else await appendLargeMessage(site.connections, mailbox, { size, content: read, flags: [] })
    return 'fetched'
  } finally {
    await file.close()
  }
}

async function whole(file: FileHandle, size: number): Promise<Uint8Array> {
  const content = Buffer.alloc(size)
  await file.read(content, 0, size, 0)
  return content
}

async function nameless(folder: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const name = path.join(folder, randomBytes(12).toString('hex'))
  const file = await open(name, 'wx+', 0o600)
  await rm(name)
  return file
}

/** The same account at the same server, whatever is asked of it. */
function sourceOf({ server, credentials }: FetchOrder): string {
  return JSON.stringify([server.host.toLowerCase(), server.port, credentials.user])
}
