import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { demoAccounts, demoGrants } from '#lib/demo/demo-accounts.ts'
import { demoMailboxes, type DemoMailbox, type DemoMessage } from '#lib/demo/demo-mailboxes.ts'
import type { Log } from '#lib/log/log.ts'
import type { Mailbox, MailStore, NewMessage } from '#lib/mail-store/mail-store.ts'
import { enrol } from './enrol.ts'
import type { MailRooms } from './mail-rooms.ts'

export interface DemoUser {
  readonly name: string
  readonly address: string
  readonly password: string
}

/** The clock of the demonstration's UIDVALIDITY, so that each fresh one has the same. */
export const DEMO_CLOCK = Date.UTC(2026, 9, 1)

const MARKER = 'demonstration-loaded'

/** Those who can sign in to the demonstration. */
export function demoUsers(): readonly DemoUser[] {
  return demoAccounts().map(({ name, address, password }) => ({ name, address, password }))
}

/** Puts the demonstration into an empty data directory; does nothing in one that has it. Begun and not finished, it is begun again. */
export async function loadDemo(directory: string, rooms: MailRooms, log: Log): Promise<void> {
  const marker = join(directory, MARKER)
  if (await exists(marker)) return
  const started = performance.now()
  await Promise.all(demoAccounts().map((account) => freshAccount(rooms, account.name, account.password)))
  let messages = 0
  for (const mailbox of demoMailboxes()) messages += await loadMailbox(await rooms.stores.of(mailbox.account), mailbox)
  for (const grant of demoGrants()) await rooms.accounts.grant(grant)
  // Limits come last: what stands in a nearly full account must get in first.
  for (const { name, quota } of demoAccounts()) if (quota !== undefined) await rooms.accounts.setQuota(name, quota)
  await writeFile(marker, 'This data directory holds the demonstration. Without this file it is loaded anew at the next start.\n', { flush: true, mode: 0o600 })
  log.info('demonstration loaded', { messages, milliseconds: Math.round(performance.now() - started) })
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(() => true, (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return false
    throw error
  })
}

async function freshAccount(rooms: MailRooms, name: string, password: string): Promise<void> {
  if (await rooms.accounts.find(name)) {
    await rooms.accounts.remove(name)
    await rooms.stores.remove(name)
  }
  await enrol(rooms.accounts, rooms.stores, { name, password })
}

async function loadMailbox(store: MailStore, { mailbox, messages }: DemoMailbox): Promise<number> {
  const target = (await store.mailbox(mailbox)) ?? (await makeMailbox(store, mailbox))
  return (await target.append(asNewMessages(messages))).length
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
