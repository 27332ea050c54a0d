/** Collects octets up to a limit; what goes beyond is counted out, not kept. */
export class OctetCollector {
  #bytes = Buffer.allocUnsafe(4096)
  #length = 0

  append(piece: Uint8Array, limit: number): void {
    const taken = Math.min(piece.length, limit - this.#length)
    if (taken <= 0) return
    if (this.#length + taken > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.min(limit, Math.max(this.#bytes.length * 2, this.#length + taken)))
      this.#bytes.copy(grown, 0, 0, this.#length)
      this.#bytes = grown
    }
    this.#bytes.set(piece.subarray(0, taken), this.#length)
    this.#length += taken
  }

  /** Keeps only the first `length` octets. */
  truncate(length: number): void {
    this.#length = Math.min(this.#length, length)
  }

  get length(): number {
    return this.#length
  }

  /** What was collected; a view that the next `append` may change. */
  get octets(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }
}
