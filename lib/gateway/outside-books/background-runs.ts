import { type OutsideKit } from './outside-kit.ts'
import { runBook, type RunHow } from './run-book.ts'

/** How old the last run is when opening the address book begins another, in milliseconds. */
export const FRESH = 15 * 60_000
/** After a change here others often follow. */
const SETTLED_AFTER = 2_000
/** Books of all people that are synchronised at a time. */
const AT_ONCE = 4
/** Books that wait; what has no room is done when the address book is next opened. */
const MOST_WAITING = 2_000

interface Waiting {
  readonly how: RunHow
  readonly done: PromiseWithResolvers<void>
}

/** The runs of one process: each book once at a time, a few books at once, all others in line. */
export class BackgroundRuns {
  readonly #kit: () => Promise<OutsideKit>
  readonly #line = new Map<string, Waiting>()
  readonly #running = new Set<string>()
  readonly #settling = new Map<string, NodeJS.Timeout>()

  constructor(kit: () => Promise<OutsideKit>) {
    this.#kit = kit
  }

  /** Resolves when that book has been through a run that began after this call, however it went. */
  run(book: string, how: RunHow): Promise<void> {
    const known = this.#line.get(book)
    if (!known && this.#line.size >= MOST_WAITING) return Promise.resolve()
    const waiting = { how: { isAsked: how.isAsked || known?.how.isAsked === true, mayRemoveMany: how.mayRemoveMany === true || known?.how.mayRemoveMany === true }, done: known?.done ?? Promise.withResolvers<void>() }
    this.#line.set(book, waiting)
    this.#next()
    return waiting.done.promise
  }

  /** Something was changed in that book here; most books are like no other. */
  changed(book: string): void {
    if (this.#settling.size >= MOST_WAITING && !this.#settling.has(book)) return
    clearTimeout(this.#settling.get(book))
    const timer = setTimeout(() => {
      this.#settling.delete(book)
      void this.run(book, { isAsked: false })
    }, SETTLED_AFTER)
    this.#settling.set(book, timer.unref())
  }

  /** Somebody has opened their address book: those of their books that are not fresh are synchronised. */
  async opened(account: string): Promise<void> {
    const { outside, now } = await this.#kit()
    for (const { book, run } of await outside.books(account)) {
      if (now() - run.began > FRESH || run.problem === 'unfinished') void this.run(book, { isAsked: false })
    }
  }

  /** True while that book is synchronised here, or waits for it. */
  isBusy(book: string): boolean {
    return this.#running.has(book) || this.#line.has(book)
  }

  #next(): void {
    for (const [book, { how, done }] of this.#line) {
      if (this.#running.size >= AT_ONCE) return
      if (this.#running.has(book)) continue
      this.#line.delete(book)
      this.#running.add(book)
      void this.#once(book, how).catch(() => undefined).finally(() => { // the storage has said so in the log
        this.#running.delete(book)
        done.resolve()
        this.#next()
      })
    }
  }

  /** What is unfinished goes on after a pause, in which others have their turn. */
  async #once(book: string, how: RunHow): Promise<void> {
    const kit = await this.#kit()
    await runBook(kit, book, how).catch((error: unknown) => kit.log.error('outside-book', error))
    if ((await kit.outside.book(book))?.run.problem === 'unfinished') this.changed(book)
  }
}
