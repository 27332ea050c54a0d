import { createHmac, randomBytes } from 'node:crypto'
import { clientNetwork } from '#lib/mail/network/networks.ts'
import type { Credentials } from '#lib/mail/network/server-address.ts'

/** Different wrong passwords in a quarter of an hour: for one name from one address, and for all names from it, which may be many people's. */
const MOST_FOR_NAME = 10
const MOST_FROM_ADDRESS = 100
const MILLISECONDS = 15 * 60_000
const MOST_COUNTS = 20_000

interface Count {
  readonly until: number
  readonly wrong: Set<string>
}

/**
 * Stops whoever guesses passwords with many requests at once, before the mail server is asked. A program that goes on with one old
 * password counts once. Passwords are not kept, only a keyed hash of each.
 */
export class SignInBrake {
  readonly #key = randomBytes(32)
  readonly #counts = new Map<string, Count>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** False where it was wrong too often from there. Otherwise it counts as wrong until `wasRight`. */
  mayTry(from: string, credentials: Credentials): boolean {
    const tried = this.#hashOf(credentials)
    const counts = this.#limited(from, credentials).map(({ name, most }) => ({ count: this.#count(name), most }))
    if (counts.some(({ count, most }) => !count.wrong.has(tried) && count.wrong.size >= most)) return false
    for (const { count } of counts) count.wrong.add(tried)
    return true
  }

  wasRight(from: string, credentials: Credentials): void {
    for (const { name } of this.#limited(from, credentials)) this.#counts.get(name)?.wrong.delete(this.#hashOf(credentials))
  }

  #limited(from: string, { user }: Credentials): readonly { readonly name: string; readonly most: number }[] {
    const network = clientNetwork(from)
    return [{ name: JSON.stringify([network, user.toLowerCase()]), most: MOST_FOR_NAME }, { name: network, most: MOST_FROM_ADDRESS }]
  }

  #count(name: string): Count {
    const known = this.#counts.get(name)
    if (known && known.until > this.#now()) return known
    const fresh = { until: this.#now() + MILLISECONDS, wrong: new Set<string>() }
    this.#counts.delete(name)
    this.#counts.set(name, fresh)
    for (const [oldest] of this.#counts) {
      if (this.#counts.size <= MOST_COUNTS) break
      this.#counts.delete(oldest)
    }
    return fresh
  }

  #hashOf({ user, password }: Credentials): string {
    return createHmac('sha256', this.#key).update(JSON.stringify([user, password])).digest('base64')
  }
}
