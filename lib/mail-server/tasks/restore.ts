import { join } from 'node:path'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { accountFolder } from '#lib/mail-store/disk/account-folder.ts'
import { openDiskStores } from '#lib/mail-store/disk/disk-stores.ts'
import { REMOVED } from '#lib/mail-store/disk/partitions.ts'
import { StoreThreads } from '#lib/mail-store/disk/threads/store-threads.ts'
import type { Mailbox, MailStore } from '#lib/mail-store/mail-store.ts'
import { AdministrationProblem, type RestoreReport } from '../administration.ts'
import type { MailRooms } from '../mail-rooms.ts'
import { readManifest } from './back-up.ts'

/** Messages that are brought back in one step. */
const STEP = 500

/**
 * Puts an account's mail of that generation in the place of what it has now, which is kept aside. UIDs and flags are those of the backup.
 * Throws AdministrationProblem; then nothing has changed.
 */
export async function restoreAccount(rooms: MailRooms, generation: string, name: string): Promise<RestoreReport> {
  await requireAccount(generation, name)
  const threads = new StoreThreads(1)
  try {
    return await rooms.stores.restoreFrom(name, { source: join(generation, 'mail'), threads })
  } catch (error) {
    throw new AdministrationProblem(`The mail of ${name} cannot be restored: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  } finally {
    await threads.close()
  }
}

/** Brings one mailbox of that generation back beside all that the account has, as `Restored/NAME`, with its flags and dates. */
export async function restoreMailbox(rooms: MailRooms, generation: string, { name, mailbox, data }: { readonly name: string; readonly mailbox: string; readonly data: string }): Promise<RestoreReport> {
  await requireAccount(generation, name)
  // Opening a store writes, and the copy stays as it is. What a kill leaves of this folder is removed at the next start.
  const work = await mkdtemp(join(data, 'mail', REMOVED))
  try {
    await cp(join(generation, 'mail', accountFolder(name)), join(work, accountFolder(name)), { recursive: true })
    const stores = await openDiskStores(work)
    try {
      const from = await (await stores.of(name)).mailbox(mailbox)
      if (!from) throw new AdministrationProblem(`There is no mailbox ${mailbox} of ${name} in that backup.`)
      const to = await freshMailbox(await rooms.stores.of(name), `Restored/${from.name}`)
      return { mailboxes: 1, messages: await copyAll(from, to), renewed: [], mailbox: to.name }
    } finally {
      await stores.close()
    }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function requireAccount(generation: string, name: string): Promise<void> {
  const manifest = await readManifest(generation)
  if (!manifest) throw new AdministrationProblem(`${generation} is no backup.`)
  if (!manifest.accounts.includes(name)) throw new AdministrationProblem(`There is no ${name} in that backup.`)
}

async function freshMailbox(store: MailStore, wanted: string): Promise<Mailbox> {
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${wanted} ${count}`
    if (!(await store.mailbox(name))) return store.create(name)
  }
}

async function copyAll(from: Mailbox, to: Mailbox): Promise<number> {
  const uids = await from.uids()
  for (let at = 0; at < uids.length; at += STEP) await from.copy(uids.slice(at, at + STEP), to)
  return uids.length
}
