import { spoolQuota } from '#lib/composition/composition-limits.ts'
import { openCompositions, type CompositionStore } from '#lib/composition/composition-store.ts'
import type { OutboxStore } from '#lib/composition/outbox-store.ts'
import type { FileLinkStore, KeptFileLink } from '#lib/composition/file-links/file-link-store.ts'
import type { UploadStore } from '#lib/composition/upload-store.ts'
import type { ReminderStore } from '#lib/composition/reminder-store.ts'
import { Spool } from '#lib/composition/spool.ts'
import type { FileLinkRules } from '#lib/mail/writing/file-link.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import type { Log } from '#lib/log/log.ts'
import type { Traced } from '#lib/log/trace/traced.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { join } from 'node:path'
import type { SentFrom } from '../answers/left-by-message.ts'
import type { HtmlSanitizer } from '../sanitizing/html-job.ts'
import type { ImposedHabits, WritingHabits } from './identity/writing-habits.ts'
import { RunningTasks } from './running-tasks.ts'
import type { Submitted } from './sending/submitted.ts'

/** What the process keeps for everybody who writes. */
export interface Writing {
  readonly store: CompositionStore
  /** What of it leaves by itself. */
  readonly outbox: OutboxStore
  /** Files that are still arriving. */
  readonly uploads: UploadStore
  /** Files that were sent as links. */
  readonly fileLinks: FileLinkStore
  /** When to look into whose mailboxes for what comes back. */
  readonly reminders: ReminderStore
  readonly spool: Spool
  /** Looks at a whole file before anybody can send it; undefined where nobody does. Throws GatewayError 'refused' for one with a virus, 'server-busy' for one that was to be looked at and could not be. */
  readonly scan?: (file: { readonly path: string; readonly name: string }) => Promise<void>
  /** Octets of one message, base64 counted. */
  readonly messageSize: number
  /** Octets of attachments that one account may have in the spool. */
  readonly quota: number
  /** `Postern/0.1.0`. */
  readonly userAgent: string
  readonly log: Log
  /** Writes down what is said to servers for that account, where somebody asked for it. */
  readonly traced?: (account: string) => Traced | undefined
  /** What runs at the moment: a second click joins the first. */
  readonly running: RunningTasks
  close(): Promise<void>
}

/** Somebody who writes, for the length of one request. */
export interface Writer {
  readonly writing: Writing
  readonly session: Pick<SignedIn, 'id' | 'account' | 'user' | 'address' | 'smtp' | 'credentials'>
  /** Not bound to the request where something must be finished although the browser has gone. */
  readonly connections: AccountConnections
  readonly habits: WritingHabits
  readonly imposed: ImposedHabits
  readonly language: WritingLanguage
  /** Where the HTML of others is made safe; here, unless said. */
  readonly sanitize?: HtmlSanitizer
  /** What leaves by itself; undefined where nothing does. */
  readonly later?: SendingLater
  /** Sending files as links; undefined where their site has none. */
  readonly fileLinks?: FileLinkDesk
  /** Remembers that they left a list by what they sent from the page of one of its messages; undefined where nothing does. */
  readonly leaveList?: (sent: SentFrom) => Promise<void>
  /** Does `mark`, and looks into their mailboxes at that moment, milliseconds since 1970, as `ReminderClock.remind`; undefined where nothing comes back. */
  readonly remind?: (due: number, mark: () => Promise<void>) => Promise<void>
  /** Remembers whom they have written to; undefined where nothing does. */
  readonly collect?: (used: readonly { readonly name: string; readonly address: string }[]) => Promise<void>
}

/** Sending files as links, for one person. */
export interface FileLinkDesk {
  readonly rules: FileLinkRules
  /** The name of their site. */
  readonly site: string
  /** Where the file of a link is, in full. */
  address(token: string): string
  /** What stands above the address: name, size and end, in the language of the page. */
  line(link: KeptFileLink): string
}

/** The outbox, for one person. Throws as `Outbox` does. */
export interface SendingLater {
  /** Whether what waits leaves when its sender has signed out. */
  readonly outlivesSession: boolean
  /** A relay sends it then, which asks nobody who they are. */
  readonly isRelayed?: boolean
  /** Leaves at that moment, milliseconds since 1970. */
  put(id: string, due: number): Promise<void>
  /** Sends it now; undefined when it waits for another attempt. */
  attempt(id: string, send: () => Promise<Submitted>): Promise<Submitted | undefined>
  takeBack(id: string): Promise<void>
}

/** The language in which somebody answers. */
export interface WritingLanguage {
  /** What Intl is asked for. */
  readonly locale: string
  readonly quoting: PageWords['quoting']
}

export interface WritingOptions {
  /** `<data>/gateway`. */
  readonly folder: string
  readonly messageSize: number
  readonly version: string
  readonly log: Log
  readonly scan?: Writing['scan']
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Abandoned text is kept for a quarter; sign-out has moved it to Drafts long before. */
const COMPOSITION_LIFE = 90 * DAY
/** A file that belongs to nothing after an hour is what a crash left. */
const STRAY_FILE_LIFE = HOUR

/** Opens what people are writing and clears up behind a crash; to be called once a process. */
export async function openWriting({ folder, messageSize, version, log, scan }: WritingOptions): Promise<Writing> {
  const { store, outbox, uploads, fileLinks, reminders } = await openCompositions(join(folder, 'compositions.sqlite'))
  const spool = new Spool(join(folder, 'spool'))
  await store.recover()
  const sweep = async (): Promise<void> => {
    const removed = await spool.sweep(await store.expire(DAY, COMPOSITION_LIFE), STRAY_FILE_LIFE)
    if (removed > 0) log.info('spool swept', { removed })
  }
  const sweepLogged = (): void => void sweep().catch((error: unknown) => log.error('spool sweep failed', error))
  sweepLogged()
  const timer = setInterval(sweepLogged, HOUR)
  timer.unref()
  const close = async (): Promise<void> => {
    clearInterval(timer)
    await store.shutDown()
  }
  return { store, outbox, uploads, fileLinks, reminders, spool, ...(scan && { scan }), messageSize, quota: spoolQuota(messageSize), userAgent: `Postern/${version}`, log, running: new RunningTasks(), close }
}
