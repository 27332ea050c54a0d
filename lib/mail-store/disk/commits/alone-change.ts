import type { OpenTransaction, SqliteDatabase } from '#lib/storage/sqlite.ts'
import type { ChangeWork } from './commit-queue.ts'
import type { Steps } from './steps.ts'

/** One change in a transaction of its own, which may stay open while others have their turn. */
export class AloneChange {
  readonly effects: (() => void)[] = []
  readonly #transaction: OpenTransaction
  readonly #steps: Steps<unknown>
  #isWorking = false
  #value: unknown

  constructor(database: SqliteDatabase, work: ChangeWork<unknown>) {
    this.#transaction = database.begin()
    this.#steps = work((effect) => void this.effects.push(effect))
  }

  /** True in between: who reads now is not the change itself, and must see nothing of it. */
  get isPaused(): boolean {
    return !this.#isWorking
  }

  /** What the work returned, once it is done. */
  get value(): unknown {
    return this.#value
  }

  /** Goes on for so many milliseconds; answers whether all is done. Throws as the work does. */
  goOn(length: number): boolean {
    const ends = performance.now() + length
    this.#isWorking = true
    try {
      do {
        const { done, value } = this.#steps.next()
        this.#value = value
        if (done) return true
      } while (performance.now() < ends)
      return false
    } finally {
      this.#isWorking = false
    }
  }

  /** `last` comes before the commit. When either throws nothing has been done. */
  commit(last: () => void): void {
    this.#isWorking = true
    try {
      last()
      this.#transaction.commit()
    } finally {
      this.#isWorking = false
    }
  }

  rollback(): void {
    try {
      this.#transaction.rollback()
    } catch {
      // Whoever rolls back has an error already, which says more; the next transaction fails as long as this one is open.
    }
  }
}
