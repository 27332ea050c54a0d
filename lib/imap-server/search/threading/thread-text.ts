const [OPEN, CLOSE, BLANK, ZERO] = [0x28, 0x29, 0x20, 0x30]

/** Octets that a message or a dummy takes at most: a number of ten digits, two brackets and a blank. */
const LARGEST = 13

/** A long text of brackets and numbers, which is written octet by octet: many short strings would be many times as slow. */
export class ThreadText {
  readonly #octets: Buffer
  #end = 0

  /** For at most so many messages and dummies. */
  constructor(nodes: number) {
    this.#octets = Buffer.allocUnsafe(nodes * LARGEST)
  }

  open(): void {
    this.#octets[this.#end++] = OPEN
  }

  close(): void {
    this.#octets[this.#end++] = CLOSE
  }

  /** What stands between a message and what is below it. */
  blank(): void {
    this.#octets[this.#end++] = BLANK
  }

  /** A number from 0 to 2^32 - 1. */
  number(number: number): void {
    let digits = 1
    for (let limit = 10; number >= limit; limit *= 10) digits++
    let rest = number
    for (let at = this.#end + digits - 1; at >= this.#end; at--) {
      const left = Math.floor(rest / 10)
      this.#octets[at] = ZERO + rest - left * 10
      rest = left
    }
    this.#end += digits
  }

  toString(): string {
    return this.#octets.toString('latin1', 0, this.#end)
  }
}
