import { rename } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '#lib/storage/database-file.ts'
import { isDiskFull } from '#lib/storage/sqlite.ts'
import { StoreProblem, type MailStore, type MailStores } from '../mail-store.ts'
import { accountFolder } from './account-folder.ts'
import { placesOf, removeWithContent } from './content/content-area.ts'
import { DiskMailStore } from './disk-mail-store.ts'
import type { DiskOptions } from './disk-options.ts'
import type { Adoption } from './backup/adopt-copy.ts'
import type { AccountCopy } from './backup/copy-account.ts'
import type { Examination } from './repair/examine-account.ts'
import { PartitionProblem } from './partition-problem.ts'
import { Partitions, REMOVED, REPLACED } from './partitions.ts'
import { openSound } from './repair/open-sound.ts'
import type { Recount } from './quota/recount.ts'
import { knowsReader } from './rows/forget-reader.ts'
import { IndexThread } from './search-index/index-thread.ts'
import { giveSpare, keepSpare } from './start/spare-room.ts'
import { LogThread } from './threads/log-thread.ts'
import type { StoreThreads } from './threads/store-threads.ts'
import { raiseUidValidityFloor, readUidValidityFloor } from './uid-validity-floor.ts'

const CLOSED = 'The stores are closed'

/** Beside the accounts that are being copied: what several of them have in one file. Whoever has copied the last one removes it. */
export const COPY_LINKS = '.links'

/**
 * The stores below that directory: one folder and one SQLite database for each account. One process at a time; whoever
 * opens them holds a lock on the directory. What a kill left half-done is put in order here and when an account is opened. Throws PartitionProblem.
 */
export async function openDiskStores(directory: string, options: DiskOptions = {}): Promise<DiskStores> {
  return new DiskStores(directory, await Partitions.open(directory, options.partitions, options.content), options)
}

export class DiskStores implements MailStores {
  readonly #directory: string
  readonly #partitions: Partitions
  readonly #options: DiskOptions
  readonly #open = new Map<string, Promise<DiskMailStore>>()
  /** Accounts that nobody may open until this has settled. */
  readonly #busy = new Map<string, Promise<unknown>>()
  readonly #removing = new Map<string, Promise<void>>()
  readonly #miscounted = new Set<string>()
  /** Writers of the floor, one after the other. */
  #floor: Promise<void> = Promise.resolve()
  readonly #indexThread = new IndexThread()
  readonly #logThread = new LogThread()
  #isClosed = false

  constructor(directory: string, partitions: Partitions, options: DiskOptions) {
    this.#directory = directory
    this.#partitions = partitions
    this.#options = { indexThread: this.#indexThread, emptyLog: (database) => this.#logThread.empty(database), ...options }
  }

  async of(account: string): Promise<MailStore> {
    return this.#store(account)
  }

  remove(account: string): Promise<void> {
    const begun = this.#removing.get(account)
    if (begun) return begun
    if (this.#isClosed) return Promise.reject(new Error(CLOSED))
    const removing = this.#inTurn(account, async (open) => this.#removeStore(account, await (open ?? this.#openNow(account)))).finally(() => this.#removing.delete(account))
    this.#removing.set(account, removing)
    return removing
  }

  /** Runs `task` on the account's folder while nobody has it open; whoever has a mailbox open is told that it is gone, and may open it again. */
  alone<T>(account: string, task: (folder: string) => Promise<T>): Promise<T> {
    return this.#inTurn(account, async (open) => {
      const store = await open?.catch(() => undefined) // one that could not be opened is closed already
      await store?.closeForGood()
      return task(this.#folder(account))
    })
  }

  /** One after the other for each account; `task` gets what was open, which nobody else gets any more. */
  async #inTurn<T>(account: string, task: (open: Promise<DiskMailStore> | undefined) => Promise<T>): Promise<T> {
    const before = this.#busy.get(account)
    // Taken at once: who opens it from here on waits for this turn, and this turn for nobody who comes later.
    const open = this.#open.get(account)
    this.#open.delete(account)
    const running = (async () => {
      await before?.catch(() => undefined) // whoever had it before has its error
      return task(open)
    })()
    this.#busy.set(account, running)
    try {
      return await running
    } finally {
      if (this.#busy.get(account) === running) this.#busy.delete(account)
    }
  }

  /** The folders that belong to none of these accounts, with their whole paths. */
  async strangers(accounts: readonly string[]): Promise<readonly string[]> {
    const known = new Set(accounts.map(accountFolder))
    return (await this.#partitions.folders()).filter((folder) => !known.has(basename(folder)))
  }

  /** Takes out of the mailboxes of these accounts what `reader`, who exists no more, has seen of them and noted to them. Opens only those that hold any. */
  async forgetReader(reader: string, accounts: readonly string[]): Promise<void> {
    for (const account of accounts) {
      if (!this.#open.has(account) && !knowsReader(this.#folder(account), reader)) continue
      // One that cannot be opened holds up nobody else.
      await this.#store(account).then((store) => store.forgetReader(reader)).catch((error: unknown) => this.#options.log?.error('reader-not-forgotten', error, { account }))
    }
  }

  /** Looks at all that an account has stored, and mends it if asked to. Nobody is disturbed where all is well. */
  async examine(account: string, { repair, threads }: { readonly repair: boolean; readonly threads: StoreThreads }): Promise<Examination> {
    const now = (this.#options.now ?? Date.now)()
    const first = await threads.run('examine', this.#folder(account), { repair: false, now })
    if (first.faults.length === 0) return first
    // What is being written meanwhile looks like a fault, too.
    return this.alone(account, (folder) => threads.run('examine', folder, { repair, now }))
  }

  /** Counts anew what an account stores, while it goes on: of each quota root, the account's own first, octets that were said before, and those that are. */
  async recount(account: string): Promise<readonly Recount[]> {
    const recount = await (await this.#store(account)).recount()
    this.#miscounted.delete(account)
    return recount
  }

  /** Looks whether an account's counters say what its messages come to, while it goes on; `miscounted` knows it from then on. False where they do not. */
  async checkCounts(account: string, threads: StoreThreads): Promise<boolean> {
    const agree = await threads.run('countsAgree', this.#folder(account))
    if (agree !== false) this.#miscounted.delete(account)
    else this.#miscounted.add(account)
    return agree !== false
  }

  /** How many accounts miscounted what they store when somebody last looked, and have not been counted anew since. */
  get miscounted(): number {
    return this.#miscounted.size
  }

  /** Copies what an account has at this moment into a folder below `target`, while it goes on; `earlier` holds an earlier copy. See copyAccount. */
  async copyTo(account: string, { target, earlier, threads }: { readonly target: string; readonly earlier: string | undefined; readonly threads: StoreThreads }): Promise<AccountCopy> {
    const release = await (await this.#store(account)).holdContent()
    try {
      const name = accountFolder(account)
      return await threads.run('copy', this.#folder(account), join(target, name), { earlier: earlier && join(earlier, name), links: join(target, COPY_LINKS) })
    } finally {
      release()
    }
  }

  /** Puts a copy that `copyTo` has made below `source` in the place of all that the account has; that one is kept in the folders that are answered. */
  async restoreFrom(account: string, { source, threads }: { readonly source: string; readonly threads: StoreThreads }): Promise<Adoption & { readonly setAside?: readonly string[] }> {
    const now = (this.#options.now ?? Date.now)()
    return this.alone(account, async (folder) => {
      const staging = join(dirname(folder), leavingName())
      await this.#partitions.begin(staging)
      const adoption = await threads.run('adopt', join(source, accountFolder(account)), staging, folder, { now, directories: this.#partitions.directories })
      const aside = join(dirname(folder), `${REPLACED}${accountFolder(account)}-${randomBytes(4).toString('hex')}`)
      const isReplaced = existsSync(folder)
      if (isReplaced) await rename(folder, aside)
      await rename(staging, folder)
      syncFolder(dirname(folder))
      return { ...adoption, ...(isReplaced && { setAside: placesOf(aside) }) }
    })
  }

  /** The directories besides its own in which accounts may lie, by their names. */
  get partitions(): ReadonlyMap<string, string> {
    return this.#partitions.named
  }

  /** See Partitions.add. */
  addPartitions(named: ReadonlyMap<string, string>): Promise<void> {
    return this.#partitions.add(named)
  }

  /** Chooses where a new account will lie; '' is the store's own directory. Throws PartitionProblem. */
  place(account: string, partition: string): Promise<void> {
    return this.#partitions.place(account, partition)
  }

  /**
   * Moves all that an account has into a partition. Most is copied while the account goes on; then, with nobody having it open (`alone` is told when), what
   * has come since. Every octet of the copy is proved before the folder changes its place; a kill at any moment leaves the account in one of the two.
   */
  async move(account: string, { partition, threads, alone }: { readonly partition: string; readonly threads: StoreThreads; alone(): void }): Promise<void> {
    const target = this.#partitions.directoryOf(partition)
    const crashPoint = this.#options.crashPoint ?? ((): void => undefined)
    if (dirname(this.#folder(account)) === target) return
    const [early, late] = [join(target, leavingName()), join(target, leavingName())]
    const name = accountFolder(account)
    try {
      for (const staging of [early, late]) await this.#partitions.begin(join(staging, name))
      await this.copyTo(account, { target: early, earlier: undefined, threads })
      crashPoint('account copied')
      await this.alone(account, async (folder) => {
        alone()
        const { faults } = await threads.run('copy', folder, join(late, name), { earlier: join(early, name), links: join(late, COPY_LINKS) })
        if (faults.length > 0) throw new PartitionProblem(`${account} was not moved: ${faults.join('; ')}.`)
        crashPoint('account copied again')
        await rename(join(late, name), join(target, name))
        syncFolder(target)
        crashPoint('account in both places')
        await removeFolder(folder)
      })
    } finally {
      for (const staging of [early, late]) await removeWithContent(staging)
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const opening = [...this.#open.values()]
    this.#open.clear()
    for (const result of await Promise.allSettled(opening)) if (result.status === 'fulfilled') await result.value.close()
    await this.#indexThread.close()
    await this.#logThread.close()
  }

  #store(account: string): Promise<DiskMailStore> {
    if (this.#isClosed) return Promise.reject(new Error(CLOSED))
    const known = this.#open.get(account)
    if (known) return known
    const opening = this.#openStore(account)
    this.#open.set(account, opening)
    // One that could not be opened is tried again by the next who asks.
    opening.catch(() => this.#open.delete(account))
    return opening
  }

  #folder(account: string): string {
    return this.#partitions.folderOf(account)
  }

  async #removeStore(account: string, store: DiskMailStore): Promise<void> {
    const raised = this.#floor.then(() => raiseUidValidityFloor(this.#directory, store.lastUidValidity()))
    this.#floor = raised.catch(() => undefined) // the one who removes has the error; the next may go on
    await raised
    await store.closeForGood()
    this.#miscounted.delete(account)
    await removeFolder(this.#folder(account))
  }

  async #openStore(account: string): Promise<DiskMailStore> {
    // Only for who has it alone now or is in line: the next one waits for this opening.
    await this.#busy.get(account)?.catch(() => undefined) // whoever had it alone has its error
    return this.#openNow(account)
  }

  async #openNow(account: string): Promise<DiskMailStore> {
    const directory = dirname(this.#folder(account))
    keepSpare(directory)
    try {
      return await this.#openWhole(account)
    } catch (error) {
      if (!isFull(error)) throw error
      if (!giveSpare(directory)) throw new StoreProblem('no-space', { cause: error })
      this.#options.log?.warn('disk-full-spare-given-up', { directory })
    }
    return this.#openWhole(account)
  }

  async #openWhole(account: string): Promise<DiskMailStore> {
    const floor = await readUidValidityFloor(this.#directory)
    await this.#partitions.begin(this.#folder(account))
    const opened = await openSound(account, this.#folder(account), this.#options)
    try {
      return await DiskMailStore.open(opened, floor)
    } catch (error) {
      await opened.close()
      throw error
    }
  }
}

function isFull(error: unknown): boolean {
  return isDiskFull(error) || (error instanceof StoreProblem && error.kind === 'no-space')
}

function leavingName(): string {
  return REMOVED + randomBytes(8).toString('hex')
}

async function removeFolder(folder: string): Promise<void> {
  const leaving = join(dirname(folder), leavingName())
  await rename(folder, leaving)
  syncFolder(dirname(folder))
  await removeWithContent(leaving)
}
