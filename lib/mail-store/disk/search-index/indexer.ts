import { statfsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDamage } from '../repair/read-database.ts'
import { discardSearchIndex } from './index-files.ts'
import type { IndexValue, IndexWork } from './index-request.ts'
import { SearchIndex } from './search-index.ts'

/** Accounts whose index is held open: each takes a few MB at most, and opening one of 100,000 messages some 100 ms. */
const OPEN_LIMIT = 16
/** Milliseconds of the processor after which as long a rest follows: whoever serves people goes first. */
const SPELL = 10

/** Contents that are not numbered while somebody waits: their keys are read sooner. */
const LATE = 2000

interface Filling {
  readonly reserve: number
  readonly done: PromiseWithResolvers<undefined>
}

/** The search indexes of all accounts: questions are answered at once, and in between one account after the other is indexed. */
export class Indexer {
  readonly #open = new Map<string, SearchIndex>()
  readonly #waiting = new Map<string, Filling>()
  #current: { readonly folder: string; readonly done: Promise<unknown> } | undefined

  async do(folder: string, work: IndexWork): Promise<IndexValue> {
    switch (work.task) {
      case 'open':
        return this.#guarded(folder, () => undefined)
      case 'candidates':
        return this.#guarded(folder, (index) => index.candidates(work.mailbox, work.query))
      case 'sort':
        return this.#guarded(folder, (index) => (this.#canNumber(index, folder, work.reserve) ? index.sortNumbers(work.mailbox, work.keys) : undefined))
      case 'threads':
        return this.#guarded(folder, (index) => (this.#canNumber(index, folder, work.reserve) ? index.threadNumbers(work.mailbox, work.needsArrival) : undefined))
      case 'forget':
        return this.#guarded(folder, (index) => index.forget(work.contents) as undefined)
      case 'fill':
        return this.#fill(folder, work.reserve)
      case 'close':
        return this.#close(folder)
    }
  }

  /** True when all contents have their numbers; those that have just come in get them first. */
  #canNumber(index: SearchIndex, folder: string, reserve: number): boolean {
    const behind = index.behind(LATE)
    if (behind === 0) return true
    if (behind >= LATE || !hasRoom(folder, reserve)) return false
    index.numberAll()
    return true
  }

  #fill(folder: string, reserve: number): Promise<undefined> {
    const known = this.#waiting.get(folder)
    if (known) return known.done.promise
    const filling = { reserve, done: Promise.withResolvers<undefined>() }
    this.#waiting.set(folder, filling)
    if (!this.#current) void this.#run()
    return filling.done.promise
  }

  /** A turn for each account until none waits; what one meets is told to who asked for it. */
  async #run(): Promise<void> {
    for (let [next] = this.#waiting; next; [next] = this.#waiting) {
      const [folder, filling] = next
      this.#waiting.delete(folder)
      const turn = this.#takeTurn(folder, filling)
      this.#current = { folder, done: turn }
      await turn
    }
    this.#current = undefined
  }

  async #takeTurn(folder: string, filling: Filling): Promise<void> {
    try {
      const isEnd = !hasRoom(folder, filling.reserve) || (await this.#guarded(folder, (index) => index.fillSome(resting())))
      const again = this.#waiting.get(folder)
      if (isEnd) filling.done.resolve(undefined)
      else if (again) again.done.promise.then(filling.done.resolve, filling.done.reject)
      else this.#waiting.set(folder, filling)
    } catch (error) {
      filling.done.reject(error)
    }
  }

  async #close(folder: string): Promise<undefined> {
    this.#waiting.get(folder)?.done.resolve(undefined)
    this.#waiting.delete(folder)
    this.#open.get(folder)?.stop()
    if (this.#current?.folder === folder) await this.#current.done
    this.#waiting.get(folder)?.done.resolve(undefined)
    this.#waiting.delete(folder)
    this.#letGo(folder)
    return undefined
  }

  /** Does it with the account's index. One that turns out to be damaged is deleted, and a new one begun. */
  async #guarded<T>(folder: string, work: (index: SearchIndex) => T | Promise<T>): Promise<T> {
    try {
      return await work(this.#index(folder))
    } catch (error) {
      this.#letGo(folder)
      if (!isDamage(error)) throw error
      discardSearchIndex(folder)
      return work(this.#index(folder))
    }
  }

  #index(folder: string): SearchIndex {
    const known = this.#open.get(folder)
    this.#open.delete(folder)
    const index = known ?? SearchIndex.open(folder)
    this.#open.set(folder, index)
    for (const [other] of this.#open) if (this.#open.size > OPEN_LIMIT && other !== this.#current?.folder) this.#letGo(other)
    return index
  }

  #letGo(folder: string): void {
    this.#open.get(folder)?.close()
    this.#open.delete(folder)
  }
}

function hasRoom(folder: string, reserve: number): boolean {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize >= reserve
}

/** Rests as long as it has worked, waiting for others not counted; questions come in meanwhile. */
function resting(): () => Promise<void> {
  let began = process.threadCpuUsage()
  return async () => {
    const { user, system } = process.threadCpuUsage(began)
    const worked = (user + system) / 1000
    if (worked < SPELL) return
    await sleep(worked)
    began = process.threadCpuUsage()
  }
}
