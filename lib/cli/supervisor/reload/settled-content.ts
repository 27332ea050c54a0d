/**
 * Tells a file that has been written from one that is being written: who writes it in place empties it first, and an empty
 * configuration is one that could be used. What is new counts once it was seen twice.
 */
export class SettledContent {
  #settled: string
  #last: string

  constructor(content: string) {
    this.#settled = content
    this.#last = content
  }

  /** With a hash of what the file holds now: whether it is another one for good, may become so (look again after a while), or is as it was. */
  see(content: string): 'changed' | 'unsettled' | 'same' {
    if (content !== this.#last) {
      this.#last = content
      return content === this.#settled ? 'same' : 'unsettled'
    }
    if (content === this.#settled) return 'same'
    this.#settled = content
    return 'changed'
  }
}
