import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demoAccounts, demoGrants } from '#lib/demo/demo-accounts.ts'
import { demoMailboxes, type DemoMailbox, type DemoMessage } from '#lib/demo/demo-mailboxes.ts'
import type { Log } from '#lib/log/log.ts'
import type { Mailbox, MailStore, NewMessage } from '#lib/mail-store/mail-store.ts'
import type { MailRooms } from '../mail-rooms.ts'
import { enrol } from './enrol.ts'
import { shareMailbox } from './sharing.ts'

export interface DemoUser {
  readonly name: string
  readonly address: string
  readonly password: string
}

/** Where the demonstration goes, and what is too large for it: a part of the configuration. */
export interface DemoPlace {
  readonly data: string
  readonly limits: { readonly messageSize: number }
}

/** The clock of the demonstration's UIDVALIDITY, so that each fresh one has the same. */
export const DEMO_CLOCK = Date.UTC(2026, 9, 1)

/** Says that the data directory is the demonstration's, and whether all of it is there. */
const MARKER = 'demonstration-mail'
const SLICE = 250
const LOADING = 'loading\n'
const LOADED = 'loaded\n'

/** Those who can sign in to the demonstration. */
export function demoUsers(): readonly DemoUser[] {
  return demoAccounts().map(({ name, address, password }) => ({ name, address, password }))
}

/**
 * Puts the demonstration into an empty data directory; does nothing in one that has it. Begun and not finished, it is begun again.
 * Messages above `limits.message_size` are left out, and the log counts them. Throws where the directory holds accounts that are not the demonstration's: those are never touched.
 */
export async function loadDemo({ data: directory, limits: { messageSize } }: DemoPlace, rooms: MailRooms, log: Log): Promise<void> {
  const marker = join(directory, MARKER)
  const state = await readMarker(marker)
  if (state === LOADED) return
  if (state === undefined && (await rooms.accounts.list()).length > 0) {
    throw new Error(`The data directory ${directory} holds real accounts, so the demonstration does not use it. Name another one with --data.`)
  }
  const started = performance.now()
  await writeMarker(marker, LOADING)
  await Promise.all(demoAccounts().map((account) => freshAccount(rooms, account.name, account.password)))
  const tooLarge: number[] = []
  const fits = ({ content }: DemoMessage): boolean => content.length <= messageSize || tooLarge.push(content.length) === 0
  let messages = 0
  for (const mailbox of demoMailboxes()) messages += await loadMailbox(await rooms.stores.of(mailbox.account), mailbox, fits)
  for (const grant of demoGrants()) await shareMailbox(rooms, grant)
  // Limits come last: what stands in a nearly full account must get in first.
  for (const { name, quota } of demoAccounts()) if (quota !== undefined) await rooms.accounts.setQuota(name, quota)
  await writeMarker(marker, LOADED)
  if (tooLarge.length > 0) log.warn('messages of the demonstration are above limits.message_size and left out', { messages: tooLarge.length, limit: messageSize, largest: Math.max(...tooLarge) })
  log.info('demonstration loaded', { messages, milliseconds: Math.round(performance.now() - started) })
}

async function readMarker(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function writeMarker(path: string, state: string): Promise<void> {
  await writeFile(`${path}.new`, state, { flush: true, mode: 0o600 })
  await rename(`${path}.new`, path)
}

async function freshAccount(rooms: MailRooms, name: string, password: string): Promise<void> {
  if (await rooms.accounts.find(name)) {
    await rooms.accounts.remove(name)
    await rooms.stores.remove(name)
  }
  await enrol(rooms.accounts, rooms.stores, { name, password })
}

async function loadMailbox(store: MailStore, { mailbox, messages }: DemoMailbox, fits: (message: DemoMessage) => boolean): Promise<number> {
  const target = (await store.mailbox(mailbox)) ?? (await makeMailbox(store, mailbox))
  let loaded = 0
  for (const slice of slices(messages, fits)) loaded += (await target.append(asNewMessages(slice))).length
  return loaded
}

/** All or none of an append is in memory at once: ten thousand messages in one need half a gigabyte, and no less time. */
function* slices(messages: Iterable<DemoMessage>, fits: (message: DemoMessage) => boolean): Generator<readonly DemoMessage[]> {
  let slice: DemoMessage[] = []
  for (const message of messages) {
    if (!fits(message)) continue
    slice.push(message)
    if (slice.length < SLICE) continue
    yield slice
    slice = []
  }
  if (slice.length > 0) yield slice
}

async function makeMailbox(store: MailStore, name: string): Promise<Mailbox> {
  const made = await store.create(name)
  await store.subscribe(name)
  return made
}

async function* asNewMessages(messages: Iterable<DemoMessage>): AsyncGenerator<NewMessage> {
  for (const { flags, internalDate, content } of messages) {
    yield {
      flags,
      internalDate,
      size: content.length,
      async *content() {
        yield content
      },
    }
  }
}
