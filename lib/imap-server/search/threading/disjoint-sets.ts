/** Numbers from 0 on in sets that have nothing in common and may be joined. */
export class DisjointSets {
  readonly #above: number[] = []

  /** A new number, in a set of its own. */
  add(): number {
    return this.#above.push(this.#above.length) - 1
  }

  /** The number that stands for the set of that one, until the set is joined to another. */
  find(number: number): number {
    let at = number
    while (this.#above[at] !== at) {
      this.#above[at] = this.#above[this.#above[at]!]!
      at = this.#above[at]!
    }
    return at
  }

  join(one: number, other: number): void {
    // The older one stands for both: chains stay short where many are added to one.
    const [first, second] = [this.find(one), this.find(other)]
    this.#above[Math.max(first, second)] = Math.min(first, second)
  }
}
