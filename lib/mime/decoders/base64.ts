const INVALID = 255
const PADDING = 0x3d
const LF = 0x0a
const CR = 0x0d

/** Octets that the runtime's own decoder, ten times as fast as ours, is given at once; less than the least is not worth its call. */
const BLOCK = 32 * 1024
const LEAST = 1024
/** A line that is longer than this is taken in blocks. */
const LONG_LINE = 4096

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
    const octets = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    let length = 0
    let at = 0
    /** Up to here the runtime's decoder is of no use. */
    let irregular = 0
    while (at < chunk.length) {
      if (this.#count === 0 && at >= irregular) {
        const even = decodeEven(octets, at, out, length)
        at = even.at
        length = even.length
        irregular = even.irregular
      }
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

/** Decodes block after block by the runtime's own decoder: where it stopped, the length of `out` by then, and how far ours must go on. */
function decodeEven(chunk: Buffer, start: number, out: Buffer, begun: number): { readonly at: number; readonly length: number; readonly irregular: number } {
  let at = start
  let length = begun
  while (at < chunk.length) {
    const block = evenBlock(chunk, at)
    if (block.octets < LEAST || out.write(chunk.toString('latin1', at, at + block.octets), length, 'base64') !== block.decoded) return { at, length, irregular: at + block.octets }
    at += block.octets
    length += block.decoded
  }
  return { at, length, irregular: at }
}

/**
 * The lines from `start` on that are as long as the first and full groups of four, as far as one block goes, and what they decode to when
 * each octet of them but the line breaks is of the alphabet: fewer octets come out if a single one is not.
 */
function evenBlock(chunk: Buffer, start: number): { readonly octets: number; readonly decoded: number } {
  const end = Math.min(chunk.length, start + BLOCK)
  const lineEnd = chunk.subarray(start, Math.min(end, start + LONG_LINE)).indexOf(LF)
  if (lineEnd === -1) {
    const octets = (end - start) & ~3
    return octets === 0 ? { octets: end - start, decoded: 0 } : { octets, decoded: (octets / 4) * 3 }
  }
  const stride = lineEnd + 1
  const hasCr = lineEnd > 0 && chunk[start + lineEnd - 1] === CR
  const width = hasCr ? lineEnd - 1 : lineEnd
  if (width % 4 !== 0) return { octets: stride, decoded: -1 }
  let at = start + stride
  while (at + stride <= end && chunk[at + stride - 1] === LF && (!hasCr || chunk[at + stride - 2] === CR)) at += stride
  return { octets: at - start, decoded: (((at - start) / stride) * width * 3) / 4 }
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
