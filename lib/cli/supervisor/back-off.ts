const SHORTEST = 200
const LONGEST = 5_000
const WINDOW = 60_000
const TOO_MANY = 5

/** Counts the deaths of one child: how long to wait before the next start, or that it is time to give up. */
export class BackOff {
  readonly #now: () => number
  #deaths: number[] = []

  /** `now` in milliseconds. */
  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** Milliseconds to wait, doubling from 0.2 s to 5 s; undefined at the fifth death within a minute. */
  died(): number | undefined {
    const now = this.#now()
    this.#deaths = [...this.#deaths.filter((at) => now - at < WINDOW), now]
    if (this.#deaths.length >= TOO_MANY) return undefined
    return Math.min(LONGEST, SHORTEST * 2 ** (this.#deaths.length - 1))
  }
}
