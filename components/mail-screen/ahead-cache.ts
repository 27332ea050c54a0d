export interface AheadLimits {
  /** How many wait at most; the oldest goes first. */
  readonly most: number
  /** How long one that was fetched ahead is still good. */
  readonly freshMs: number
}

interface Kept<T> {
  readonly at: number
  readonly coming: Promise<T>
  here?: T
}

/** What was fetched before anybody asked for it; in this page's memory only, gone with it. */
export class AheadCache<T extends object> {
  readonly #kept = new Map<string, Kept<T>>()
  readonly #limits: AheadLimits
  readonly #now: () => number
  constructor(limits: AheadLimits, now: () => number = Date.now) {
    this.#limits = limits
    this.#now = now
  }

  /** What is kept under that key, fetched at most once while it is fresh; a failure is not kept. */
  get(key: string, fetch: () => Promise<T>): Promise<T> {
    const fresh = this.#fresh(key)
    if (fresh) return fresh.coming
    const kept: Kept<T> = { at: this.#now(), coming: fetch() }
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    kept.coming.then((here) => (kept.here = here), () => this.#kept.get(key) === kept && this.#kept.delete(key))
    const oldest = this.#kept.keys().next()
    if (this.#kept.size > this.#limits.most && !oldest.done) this.#kept.delete(oldest.value)
    return kept.coming
  }

  /** What has already come and is fresh; can be shown at once. */
  ready(key: string): T | undefined {
    return this.#fresh(key)?.here
  }

  /** After a change the copies may say something wrong. */
  clear(): void {
    this.#kept.clear()
  }

  #fresh(key: string): Kept<T> | undefined {
    const kept = this.#kept.get(key)
    return kept && this.#now() - kept.at < this.#limits.freshMs ? kept : undefined
  }
}
