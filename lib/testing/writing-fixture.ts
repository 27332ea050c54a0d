import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach } from 'node:test'
import type { TypedFields } from '#lib/composition/kept-composition.ts'
import { startComposition, type StartRequest } from '#lib/gateway/writing/begin/start-composition.ts'
import { saveComposition } from '#lib/gateway/writing/save-composition.ts'
import { openWriting, type Writer, type Writing } from '#lib/gateway/writing/writing.ts'
import { writtenLocale } from '#lib/i18n/formats.ts'
import { pageWordsIn } from '#lib/i18n/page-words-in.ts'
import { USUAL_HABITS, type WritingHabits } from '#lib/gateway/writing/identity/writing-habits.ts'
import { openAccountPool, type AccountPool } from '#lib/imap/account-pool.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { createLog } from '#lib/log/log.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { PreferenceName } from '#lib/mail/preferences/schema.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { SubmissionServer } from './fakes/submission-server.ts'
import { appendMessages, startImapFixture, type ImapFixture } from './imap-fixture.ts'

/** Alice at her desk: an IMAP server that is already there, a submission server of ours, the gateway's own storage in a temporary folder. */
export interface WritingFixture {
  readonly writer: Writer
  readonly submissions: SubmissionServer
  readonly connections: AccountConnections
  /** What the gateway logged, one JSON object a line. */
  readonly logged: readonly string[]
  /** The process dies and another one begins: what is not on the disk is gone. */
  restart(): Promise<void>
  close(): Promise<void>
}

export interface WritingFixtureOptions {
  readonly imap: ServerAddress
  readonly password?: string
  readonly messageSize?: number
  readonly habits?: Partial<WritingHabits>
  readonly imposed?: readonly PreferenceName[]
}

/** Gives each test of the file a fresh mail server in memory and Alice's desk before it, and takes both away behind it. */
export function writingForEach(give: (fresh: { readonly imap: ImapFixture; readonly site: WritingFixture }) => void, options: Omit<WritingFixtureOptions, 'imap'> = {}): void {
  let close: () => Promise<void>
  beforeEach(async () => {
    const imap = await startImapFixture()
    const site = await startWritingFixture({ ...options, imap: { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true } })
    close = async () => {
      await site.close()
      await imap.close()
    }
    give({ imap, site })
  })
  afterEach(() => close())
}

export async function startWritingFixture({ imap, password = 'postern-alice', messageSize = 50_000_000, habits = {}, imposed = [] }: WritingFixtureOptions): Promise<WritingFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-writing-'))
  const submissions = new SubmissionServer()
  const smtp: ServerAddress = { host: '127.0.0.1', port: await submissions.listen(), tls: 'none', verify: true }
  const logged: string[] = []
  const log = createLog('debug', (line) => void logged.push(line))
  const open = (): Promise<Writing> => openWriting({ folder, messageSize, version: '0.0.0', log })
  const pool: AccountPool = openAccountPool(5)
  const credentials = { user: 'alice', password }
  const connections = pool.of({ server: imap, credentials }, new AbortController().signal)
  const session = { id: 'session of alice', account: 'account of alice', user: 'alice', address: 'alice@example.test', smtp, credentials: () => credentials }
  let writing = await open()
  const language = { quoting: (await pageWordsIn('en')).quoting, locale: writtenLocale('en') }
  return {
    get writer(): Writer {
      return { writing, session, connections, habits: { ...USUAL_HABITS, ...habits }, imposed: new Set(imposed), language }
    },
    submissions,
    connections,
    logged,
    restart: async () => {
      await writing.close()
      writing = await open()
    },
    close: async () => {
      pool.closeAll()
      await writing.close()
      await submissions.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Content in pieces, as an upload brings it. */
export async function* octets(...pieces: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield typeof piece === 'string' ? Buffer.from(piece) : piece
}

/** Begins a message to Bob, types it and saves it. Answers its id. */
export async function writeMessage(writer: Writer, typed: Partial<TypedFields> = {}, request: StartRequest = { kind: 'new' }): Promise<string> {
  const begun = await startComposition(writer, request)
  const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', subject: 'Hello', body: 'Text of the message', ...typed })
  return kept.id
}

/** A message that Alice may have in her inbox. */
export const LUNCH = 'From: Bob <bob@example.test>\nTo: alice@example.test\nSubject: Lunch\nMessage-ID: <lunch@example.test>\nDate: Tue, 3 Feb 2026 04:05:06 +0000\n\nAt noon?\n'

/** It comes, and this is where it is. */
export async function receiveLunch(imap: ImapFixture, { connections }: WritingFixture): Promise<MessageRef> {
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: LUNCH }])
  const [found] = await findByHeader(connections, 'INBOX', 'Message-ID', '<lunch@example.test>')
  assert.ok(found)
  return found
}

/** The files in which compositions wait. */
export async function spooledFiles({ writing }: Writer): Promise<readonly string[]> {
  return readdir(dirname(writing.spool.path('a'.repeat(22))))
}

export interface FoundMessage {
  readonly flags: readonly string[]
  readonly content: string
}

/** What a mailbox holds, as any client sees it; nothing when there is no such mailbox. */
export async function readMailbox(connections: AccountConnections, mailbox: string): Promise<readonly FoundMessage[]> {
  const names = await connections.useAny(async (client) => (await client.list()).map(({ path }) => path))
  if (!names.includes(mailbox)) return []
  return connections.use(mailbox, async (client) => {
    const found = await client.fetchAll('1:*', { flags: true, source: true }).catch(() => []) // an empty mailbox has no 1
    return found.map(({ flags, source }) => ({ flags: [...(flags ?? [])].filter((flag) => flag !== '\\Recent'), content: source?.toString() ?? '' }))
  })
}
