import { setTimeout as delay } from 'node:timers/promises'
import type { Log } from '#lib/log/log.ts'
import { StoreThreads } from '#lib/mail-store/disk/threads/store-threads.ts'
import type { MailRooms } from './mail-rooms.ts'

/** From one round to the next, in milliseconds; the first one comes when the start has long been over. */
const EVERY = 6 * 3_600_000
const FIRST = 600_000

/** Looks in the background, account after account, whether what quotas are measured by is what is stored. */
export class QuotaWatch {
  readonly #rooms: Pick<MailRooms, 'accounts' | 'stores'>
  readonly #log: Log
  readonly #ending = new AbortController()
  #round: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(rooms: Pick<MailRooms, 'accounts' | 'stores'>, log: Log) {
    this.#rooms = rooms
    this.#log = log
  }

  start(): void {
    this.#schedule(FIRST)
  }

  /** Resolves when no account is being looked at any more. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer)
    this.#ending.abort()
    await this.#round
  }

  /** One round; after each account it rests as long as that has taken. */
  async check(): Promise<void> {
    const { accounts, stores } = this.#rooms
    const { signal } = this.#ending
    const threads = new StoreThreads(1)
    try {
      for (const { name } of await accounts.list()) {
        if (signal.aborted) return
        const begun = performance.now()
        if (!(await stores.checkCounts(name, threads))) this.#log.warn('quota-mismatch', { account: name, hint: 'quota repair counts anew' })
        await delay(performance.now() - begun, undefined, { signal, ref: false }).catch(() => undefined) // the end is looked for above
      }
    } finally {
      await threads.close()
    }
  }

  #schedule(pause: number): void {
    this.#timer = setTimeout(() => {
      this.#round = this.check().catch((error: unknown) => this.#log.error('quota-watch-failed', error)).finally(() => {
        if (!this.#ending.signal.aborted) this.#schedule(EVERY)
      })
    }, pause).unref()
  }
}
