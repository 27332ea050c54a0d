/** Reads little-endian values one behind the other and never beyond the end: what is not there is `undefined`, and the cursor stays at the end. */
export class OctetCursor {
  readonly #octets: Buffer
  #at = 0

  constructor(octets: Uint8Array) {
    this.#octets = Buffer.from(octets.buffer, octets.byteOffset, octets.length)
  }

  get left(): number {
    return this.#octets.length - this.#at
  }

  uint8(): number | undefined {
    return this.take(1)?.[0]
  }

  uint16(): number | undefined {
    return this.take(2)?.readUInt16LE(0)
  }

  uint32(): number | undefined {
    return this.take(4)?.readUInt32LE(0)
  }

  /** A view of the next octets. A length that reaches beyond the end is believed in nothing. */
  take(length: number): Buffer | undefined {
    if (length > this.left) {
      this.#at = this.#octets.length
      return undefined
    }
    const taken = this.#octets.subarray(this.#at, this.#at + length)
    this.#at += length
    return taken
  }
}
