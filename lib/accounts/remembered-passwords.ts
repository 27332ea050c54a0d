import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Milliseconds for which a verification is remembered: covers a client that opens several connections, or reconnects. */
const MEMORY_TIME = 5 * 60 * 1000

/** Verifications remembered at a time; the oldest goes first. */
const MEMORY_LIMIT = 10_000

interface Remembered {
  readonly mac: Buffer
  readonly hash: string
  readonly until: number
}

/**
 * Passwords that were just verified, so that a reconnecting client does not cost argon2id again. Only an HMAC under a key of this
 * process is kept, and it counts only as long as the account's stored hash is the one that was verified against.
 */
export class RememberedPasswords {
  readonly #key = randomBytes(32)
  readonly #now: () => number
  readonly #byName = new Map<string, Remembered>()

  constructor(now: () => number) {
    this.#now = now
  }

  holds(name: string, prepared: string, hash: string): boolean {
    const known = this.#byName.get(name)
    if (!known || known.hash !== hash || known.until <= this.#now()) return false
    return timingSafeEqual(known.mac, this.#mac(name, prepared))
  }

  remember(name: string, prepared: string, hash: string): void {
    this.#byName.delete(name)
    this.#byName.set(name, { mac: this.#mac(name, prepared), hash, until: this.#now() + MEMORY_TIME })
    const oldest = this.#byName.keys().next().value
    if (this.#byName.size > MEMORY_LIMIT && oldest !== undefined) this.#byName.delete(oldest)
  }

  #mac(name: string, prepared: string): Buffer {
    return createHmac('sha256', this.#key).update(`${name}\u0000${prepared}`).digest()
  }
}
