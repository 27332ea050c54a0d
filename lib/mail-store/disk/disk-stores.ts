import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { MailStore, MailStores } from '../mail-store.ts'
import { accountFolder } from './account-folder.ts'
import { DiskAccount } from './disk-account.ts'
import { DiskMailStore } from './disk-mail-store.ts'
import type { DiskOptions } from './disk-options.ts'
import { raiseUidValidityFloor, readUidValidityFloor } from './uid-validity-floor.ts'

/** A folder on its way out; account folders never begin with a dot. */
const REMOVED = '.removed-'

/**
 * The stores below that directory: one folder and one SQLite database for each account. One process at a time; whoever
 * opens them holds a lock on the directory. What a kill left half-done is put in order here and when an account is opened.
 */
export async function openDiskStores(directory: string, options: DiskOptions = {}): Promise<MailStores> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const name of await readdir(directory)) if (name.startsWith(REMOVED)) await rm(join(directory, name), { recursive: true, force: true })
  return new DiskStores(directory, options)
}

class DiskStores implements MailStores {
  readonly #directory: string
  readonly #options: DiskOptions
  readonly #open = new Map<string, Promise<DiskMailStore>>()
  readonly #removing = new Map<string, Promise<void>>()
  /** Writers of the floor, one after the other. */
  #floor: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(directory: string, options: DiskOptions) {
    this.#directory = directory
    this.#options = options
  }

  async of(account: string): Promise<MailStore> {
    return this.#store(account)
  }

  async remove(account: string): Promise<void> {
    const store = await this.#store(account)
    const begun = this.#removing.get(account)
    if (begun) return begun
    const removing = this.#removeStore(account, store)
    this.#removing.set(account, removing)
    this.#open.delete(account)
    try {
      await removing
    } finally {
      this.#removing.delete(account)
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const opening = [...this.#open.values()]
    this.#open.clear()
    for (const result of await Promise.allSettled(opening)) if (result.status === 'fulfilled') await result.value.close()
  }

  #store(account: string): Promise<DiskMailStore> {
    if (this.#isClosed) return Promise.reject(new Error('The stores are closed'))
    const known = this.#open.get(account)
    if (known) return known
    const opening = this.#openStore(account)
    this.#open.set(account, opening)
    // One that could not be opened is tried again by the next who asks.
    opening.catch(() => this.#open.delete(account))
    return opening
  }

  async #removeStore(account: string, store: DiskMailStore): Promise<void> {
    const raised = this.#floor.then(() => raiseUidValidityFloor(this.#directory, store.lastUidValidity()))
    this.#floor = raised.catch(() => undefined) // the one who removes has the error; the next may go on
    await raised
    await store.closeForGood()
    const leaving = join(this.#directory, REMOVED + randomBytes(8).toString('hex'))
    await rename(join(this.#directory, accountFolder(account)), leaving)
    await rm(leaving, { recursive: true, force: true })
  }

  async #openStore(account: string): Promise<DiskMailStore> {
    await this.#removing.get(account)
    const floor = await readUidValidityFloor(this.#directory)
    const opened = new DiskAccount(account, join(this.#directory, accountFolder(account)), this.#options)
    try {
      return await DiskMailStore.open(opened, floor)
    } catch (error) {
      await opened.close()
      throw error
    }
  }
}
