import type { Mailbox } from '#lib/mail-store/mail-store.ts'

interface Kept<T> {
  readonly value: T
  readonly weight: number
  readonly drop: () => void
}

/** What takes long to find out about a large mailbox, kept in memory for the next who asks; what nobody has asked for longest goes first. */
export class KeptResults<T> {
  readonly #limit: number
  readonly #known = new WeakMap<Mailbox, Map<string, Kept<T>>>()
  /** The most recent last. */
  readonly #recent = new Set<Kept<T>>()
  #weight = 0

  /** `limit` is what all that is kept may weigh together. */
  constructor(limit: number) {
    this.#limit = limit
  }

  get(mailbox: Mailbox, name: string): T | undefined {
    const kept = this.#known.get(mailbox)?.get(name)
    if (!kept) return undefined
    this.#recent.delete(kept)
    this.#recent.add(kept)
    return kept.value
  }

  set(mailbox: Mailbox, name: string, { value, weight }: { readonly value: T; readonly weight: number }): void {
    const results = this.#known.get(mailbox) ?? new Map<string, Kept<T>>()
    this.#known.set(mailbox, results)
    this.#remove(results.get(name))
    // What is kept knows the mailbox's results and not the mailbox, which may be let go.
    const kept = { value, weight, drop: () => void results.delete(name) }
    results.set(name, kept)
    this.#recent.add(kept)
    this.#weight += weight
    for (const oldest of this.#recent) if (this.#weight > this.#limit) this.#remove(oldest)
  }

  #remove(kept: Kept<T> | undefined): void {
    if (!kept || !this.#recent.delete(kept)) return
    this.#weight -= kept.weight
    kept.drop()
  }
}
