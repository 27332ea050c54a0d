const INVALID = 255
const PADDING = 0x3d

/** Value of each octet of the base64 alphabet; `-` and `_` of base64url count as well (some mailers mix them up). */
const VALUES = new Uint8Array(256).fill(INVALID)
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
for (let value = 0; value < 64; value++) VALUES[ALPHABET.charCodeAt(value)] = value
VALUES[0x2d] = 62
VALUES[0x5f] = 63

/** Decodes base64 (RFC 2045 §6.8) in pieces: line breaks and foreign octets are skipped, padding may stand in the middle. */
export class Base64Decoder {
  #bits = 0
  /** Characters of the current group of four. */
  #count = 0

  write(chunk: Uint8Array): Uint8Array {
    const out = Buffer.allocUnsafe(Math.ceil((chunk.length + 4) / 4) * 3)
    let length = 0
    let at = 0
    while (at < chunk.length) {
      if (this.#count === 0) {
        const groups = decodeGroups(chunk, at, out, length)
        at += groups * 4
        length += groups * 3
      }
      if (at < chunk.length) length = this.#one(chunk[at++]!, out, length)
    }
    return out.subarray(0, length)
  }

  end(): Uint8Array {
    const out = Buffer.alloc(2)
    return out.subarray(0, this.#flush(out, 0))
  }

  #one(octet: number, out: Uint8Array, length: number): number {
    if (octet === PADDING) return this.#flush(out, length)
    const value = VALUES[octet]!
    if (value === INVALID) return length
    this.#bits = (this.#bits << 6) | value
    if (++this.#count < 4) return length
    out[length] = this.#bits >> 16
    out[length + 1] = this.#bits >> 8
    out[length + 2] = this.#bits
    this.#bits = 0
    this.#count = 0
    return length + 3
  }

  /** Writes the whole octets of a group that is not full. */
  #flush(out: Uint8Array, length: number): number {
    const [bits, count] = [this.#bits, this.#count]
    this.#bits = 0
    this.#count = 0
    if (count < 2) return length
    if (count === 2) {
      out[length] = bits >> 4
      return length + 1
    }
    out[length] = bits >> 10
    out[length + 1] = bits >> 2
    return length + 2
  }
}

/** Decodes groups of four good characters, which nearly all of any body is, and answers how many there were. */
function decodeGroups(chunk: Uint8Array, start: number, out: Uint8Array, length: number): number {
  let at = start
  for (let to = length; at + 4 <= chunk.length; at += 4, to += 3) {
    const a = VALUES[chunk[at]!]!
    const b = VALUES[chunk[at + 1]!]!
    const c = VALUES[chunk[at + 2]!]!
    const d = VALUES[chunk[at + 3]!]!
    if ((a | b | c | d) > 63) break
    const bits = (a << 18) | (b << 12) | (c << 6) | d
    out[to] = bits >> 16
    out[to + 1] = bits >> 8
    out[to + 2] = bits
  }
  return (at - start) / 4
}
