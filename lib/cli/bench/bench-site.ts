import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAccounts } from '#lib/accounts/open-accounts.ts'
import type { DiskMailStore } from '#lib/mail-store/disk/disk-mail-store.ts'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import type { MailStores, NewMessage } from '#lib/mail-store/mail-store.ts'
import { endServe, readyLine, spawnServe } from '#lib/testing/processes/serve-child.ts'
import { benchAttachment, benchMessage } from './bench-mail.ts'

/** What `serve --json` says of a site that runs. */
export interface BenchSite {
  readonly pids: { readonly mail: number; readonly web: number }
  readonly origin: string
  readonly services: Readonly<Record<string, { readonly host: string; readonly port: number }>>
  close(): Promise<void>
}

export const BENCH_PASSWORD = 'bench-password'

/** User `mail-N` has N messages in INBOX; `large` one of that many octets, with its attachment. */
export interface BenchMailboxes {
  readonly sizes: readonly number[]
  readonly attachments: readonly number[]
  /** Further users with a thousand messages each: `reader-0` and so on. */
  readonly readers: number
}

export interface BenchSiteOptions {
  readonly only?: 'mail'
  readonly env?: Readonly<Record<string, string>>
}

const READER_MESSAGES = 1000
/** So many messages go into one transaction while loading. */
const LOAD_BATCH = 5000

/** A fresh site on free ports whose mail is loaded and indexed before it starts; `env` as for `serve`. */
export async function startBenchSite(mailboxes: BenchMailboxes, { only, env = {} }: BenchSiteOptions = {}): Promise<BenchSite> {
  const data = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  await load(data, mailboxes)
  const child = spawnServe(only ? [only] : [], data, { POSTERN_LOG_LEVEL: 'error', ...env })
  child.stderr.pipe(process.stderr)
  const site = (await readyLine(child)) as Omit<BenchSite, 'close'>
  const close = async (): Promise<void> => {
    await endServe(child)
    rmSync(data, { recursive: true, force: true })
  }
  return { ...site, close }
}

async function load(data: string, { sizes, attachments, readers }: BenchMailboxes): Promise<void> {
  const accounts = await openAccounts(join(data, 'accounts.sqlite'), { scram: false })
  const stores = await openDiskStores(join(data, 'mail'), { messageSize: 1 << 30 })
  const enrol = async (name: string): Promise<void> => void (await accounts.add(name, BENCH_PASSWORD))
  for (const size of sizes) {
    await enrol(`mail-${size}`)
    await fill(stores, `mail-${size}`, size)
  }
  for (let reader = 0; reader < readers; reader += 1) {
    await enrol(`reader-${reader}`)
    await fill(stores, `reader-${reader}`, READER_MESSAGES)
  }
  await enrol('large')
  const inbox = await (await stores.of('large')).mailbox('INBOX')
  for (const octets of attachments) await inbox?.append(once(benchAttachment(octets)))
  await stores.close()
  await accounts.close()
}

async function fill(stores: MailStores, account: string, count: number): Promise<void> {
  const inbox = await (await stores.of(account)).mailbox('INBOX')
  for (let from = 0; from < count; from += LOAD_BATCH) await inbox?.append(messages(from, Math.min(from + LOAD_BATCH, count)))
  await ((await stores.of(account)) as DiskMailStore).fillIndex()
}

async function* messages(from: number, to: number): AsyncGenerator<NewMessage> {
  for (let index = from; index < to; index += 1) {
    const { content, flags, internalDate } = benchMessage(index)
    yield { flags, internalDate, size: content.length, content: () => whole(content) }
  }
}

async function* once(content: Buffer): AsyncGenerator<NewMessage> {
  yield { flags: [], internalDate: new Date(Date.UTC(2026, 10, 1)), size: content.length, content: () => whole(content) }
}

async function* whole(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content
}
