/** Milliseconds after the last time it was asked for, and at most after the first. */
const PAUSE = 250
const LONGEST = 2_000

export interface ShortlyMeans {
  task(): void
  /** Whether the task takes so long that it would be felt. Asked where nothing waits, and not each time: to ask may take long, too. */
  takesLong(): boolean
  later(task: () => void, milliseconds: number): () => void
  now(): number
}

/** Does a task at once, or, where that takes long, in the next pause, and at the latest after two seconds. */
export class Shortly {
  readonly #means: ShortlyMeans
  #waiting: { readonly since: number; readonly cancel: () => void } | undefined

  constructor(means: ShortlyMeans) {
    this.#means = means
  }

  ask(): void {
    if (this.#waiting === undefined && !this.#means.takesLong()) return this.#means.task()
    const now = this.#means.now()
    const { since = now, cancel } = this.#waiting ?? {}
    cancel?.()
    this.#waiting = { since, cancel: this.#means.later(() => this.settle(), Math.max(0, Math.min(PAUSE, since + LONGEST - now))) }
  }

  /** Does now what waits. */
  settle(): void {
    const waiting = this.#waiting
    if (waiting === undefined) return
    waiting.cancel()
    this.#waiting = undefined
    this.#means.task()
  }
}
