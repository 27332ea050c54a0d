import { AsyncLocalStorage } from 'node:async_hooks'

/** Something that is being carried out, and that only its own work may use until it has ended. */
export interface Exclusive {
  readonly open: boolean
}

/** Carries out calls in the order in which they came; waiting for oneself is an error instead of a wait for ever. */
export class CallQueue {
  readonly #inside = new AsyncLocalStorage<Exclusive>()
  #last: Promise<unknown> = Promise.resolve()
  #closed = false

  add<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The storage is closed'))
    if (this.#inside.getStore()?.open === true) return Promise.reject(new Error('Inside a transaction only its own storage may be used'))
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined) // the caller has the error; the queue goes on
    return result
  }

  /** Runs work that must not add to this queue while `exclusive` is open. */
  within<T>(exclusive: Exclusive, work: () => Promise<T>): Promise<T> {
    return this.#inside.run(exclusive, work)
  }

  /** Waits for what was added, then carries out `work`; what is added later is refused. A second call does nothing. */
  async close(work: () => void | Promise<void>): Promise<void> {
    if (this.#closed) return
    const closing = this.add(work)
    this.#closed = true
    await closing
  }
}
