/** One account's part of a ViewCache. */
export interface AccountViews {
  /** What was kept under that name, if it was made for the same state. */
  get<T>(name: string, state: string): T | undefined
  set(name: string, state: string, value: unknown, weight: number): void
}

interface Kept {
  readonly state: string
  readonly value: unknown
  readonly weight: number
}

/** Views of mailboxes as they were last seen, so that a page asked for again costs no search; the least used make room. */
export class ViewCache {
  readonly #limit: number
  readonly #kept = new Map<string, Kept>()
  #weight = 0

  /** `limit` and weights in octets, roughly. */
  constructor(limit: number) {
    this.#limit = limit
  }

  of(account: string): AccountViews {
    const keyOf = (name: string): string => `${account}\0${name}`
    return {
      get: <T>(name: string, state: string) => this.#get<T>(keyOf(name), state),
      set: (name, state, value, weight) => this.#set(keyOf(name), { state, value, weight }),
    }
  }

  /** Forgets all of one account. */
  forget(account: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(`${account}\0`)) this.#remove(key)
  }

  #get<T>(key: string, state: string): T | undefined {
    const kept = this.#kept.get(key)
    if (kept?.state !== state) return undefined
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    return kept.value as T
  }

  #set(key: string, kept: Kept): void {
    this.#remove(key)
    if (kept.weight > this.#limit / 2) return
    this.#kept.set(key, kept)
    this.#weight += kept.weight
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.#limit) break
      this.#remove(oldest)
    }
  }

  #remove(key: string): void {
    const kept = this.#kept.get(key)
    if (!kept) return
    this.#kept.delete(key)
    this.#weight -= kept.weight
  }
}
