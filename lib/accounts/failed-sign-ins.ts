import { clientNetwork } from '#lib/mail/network/networks.ts'

/** From one address: many people may share it, and one program with an old password asks every minute. */
const MOST_FROM_ADDRESS = 100
const WINDOW_MILLISECONDS = 15 * 60_000
/** Addresses that are remembered; the oldest are forgotten first. */
const MOST_ADDRESSES = 20_000

/** Counts wrong proofs by the address that they came from, over all connections and protocols of the mail server. */
export class FailedSignIns {
  readonly #counts = new Map<string, { until: number; count: number }>()
  readonly #now: () => number

  /** `now` in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Whether so many proofs were wrong from there within a quarter of an hour that no more is tried until it is over. */
  isBarred(address: string): boolean {
    const known = this.#counts.get(clientNetwork(address))
    return known !== undefined && known.until > this.#now() && known.count >= MOST_FROM_ADDRESS
  }

  failed(address: string): void {
    const name = clientNetwork(address)
    const known = this.#counts.get(name)
    if (known && known.until > this.#now()) {
      known.count++
      return
    }
    this.#counts.delete(name)
    this.#counts.set(name, { until: this.#now() + WINDOW_MILLISECONDS, count: 1 })
    const [oldest] = this.#counts.keys()
    if (this.#counts.size > MOST_ADDRESSES && oldest !== undefined) this.#counts.delete(oldest)
  }
}
