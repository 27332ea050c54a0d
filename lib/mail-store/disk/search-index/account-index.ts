import type { Log } from '#lib/log/log.ts'
import type { Uid } from '#lib/mail/uid.ts'
import type { TextQuery } from '../../mail-store.ts'
import type { SortKey, SortNumbers, ThreadNumbers } from '../../numbers/message-numbers.ts'
import type { IndexThread } from './index-thread.ts'

/** Milliseconds without news until what has come in is indexed, so that those who bring more are not held up; and how long it waits at most while more comes. */
const [QUIET, LONGEST] = [1000, 10_000]
/** Octets of the disk that the index leaves to the mail. */
const RESERVE = 64 * 1024 * 1024
/** Messages that are looked at one by one in less time than the index takes to answer. */
const FEW = 200

/** Messages whose keys are read in less time than the index takes to tell those of the mailbox. */
const MANY = 500

/** How an account's messages are indexed. */
export interface AccountIndexOptions {
  readonly log: Log | undefined
  readonly reserve: number | undefined
  /** Messages below which a search does without the index. */
  readonly from: number | undefined
}

/** One account's search index, which is kept by another thread. Without it every search still finds the same. */
export class AccountIndex {
  readonly #thread: IndexThread
  readonly #folder: string
  readonly #options: AccountIndexOptions
  #quiet: NodeJS.Timeout | undefined
  #latest: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(thread: IndexThread, folder: string, options: AccountIndexOptions) {
    this.#thread = thread
    this.#folder = folder
    this.#options = options
  }

  /** So many messages are there. Where they are many, the index is open by the time at which somebody asks about them. */
  begin(messages: number): void {
    if (messages >= (this.#options.from ?? MANY)) this.#thread.ask(this.#folder, { task: 'open' }).catch((error: unknown) => this.#report(error))
    this.touch()
  }

  /** There may be contents that have not been indexed. */
  touch(): void {
    if (this.#isClosed) return
    const index = (): void => {
      this.#clearTimers()
      this.fill().catch((error: unknown) => this.#report(error))
    }
    clearTimeout(this.#quiet)
    this.#quiet = setTimeout(index, QUIET).unref()
    this.#latest ??= setTimeout(index, LONGEST).unref()
  }

  /** Resolves when all that is there now is indexed, or there is no room for it. */
  async fill(): Promise<void> {
    if (!this.#isClosed) await this.#thread.ask(this.#folder, { task: 'fill', reserve: this.#reserve })
  }

  /** These contents have been freed. */
  forget(contents: readonly number[]): void {
    // An index that nobody has opened yet finds out when it is.
    if (this.#isClosed || !this.#thread.isRunning || contents.length === 0) return
    this.#thread.ask(this.#folder, { task: 'forget', contents }).catch((error: unknown) => this.#report(error))
  }

  /** Those of the ascending UIDs of a mailbox whose messages may hold the text; all of them where the index cannot tell. */
  async fitting(mailbox: number, uids: readonly Uid[], query: TextQuery): Promise<readonly Uid[]> {
    if (this.#isClosed || uids.length < (this.#options.from ?? FEW)) return uids
    const asked = this.#thread.ask(this.#folder, { task: 'candidates', mailbox, query })
    const found = await asked.catch((error: unknown) => this.#report(error))
    return found ? common(uids, found) : uids
  }

  /** Of a mailbox in which so many were asked for; undefined where these are few, or the index cannot tell. */
  async sortNumbers(mailbox: number, asked: readonly Uid[], keys: readonly SortKey[]): Promise<SortNumbers | undefined> {
    if (!this.#isWorthAsking(asked)) return undefined
    return this.#thread.ask(this.#folder, { task: 'sort', mailbox, keys, reserve: this.#reserve }).catch((error: unknown) => this.#report(error))
  }

  /** Likewise. */
  async threadNumbers(mailbox: number, asked: readonly Uid[], needsArrival: boolean): Promise<ThreadNumbers | undefined> {
    if (!this.#isWorthAsking(asked)) return undefined
    return this.#thread.ask(this.#folder, { task: 'threads', mailbox, needsArrival, reserve: this.#reserve }).catch((error: unknown) => this.#report(error))
  }

  /** Resolves when nothing in the folder is in use any more. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#clearTimers()
    if (this.#thread.isRunning) await this.#thread.ask(this.#folder, { task: 'close' }).catch(() => undefined) // a thread that has ended holds nothing
  }

  #clearTimers(): void {
    clearTimeout(this.#quiet)
    clearTimeout(this.#latest)
    this.#quiet = this.#latest = undefined
  }

  get #reserve(): number {
    return this.#options.reserve ?? RESERVE
  }

  #isWorthAsking(asked: readonly Uid[]): boolean {
    return !this.#isClosed && asked.length > 0 && asked.length >= (this.#options.from ?? MANY)
  }

  #report(error: unknown): undefined {
    if (!this.#isClosed) this.#options.log?.error('search-index-failed', error)
  }
}

/** What both of the ascending lists hold. */
function common(uids: readonly Uid[], found: Uint32Array): readonly Uid[] {
  let at = 0
  return Array.from(found).filter((uid) => {
    while (at < uids.length && uids[at]! < uid) at++
    return uids[at] === uid
  }) as readonly number[] as readonly Uid[]
}
