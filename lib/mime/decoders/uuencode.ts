const LF = 0x0a

/** A line of uuencode is at most 61 characters; a longer one is no data and not kept. */
const LINE_LIMIT = 512

const NOTHING = new Uint8Array(0)

/** Octets in which it has to begin; what has not is none. */
const BEGIN_WITHIN = 64 * 1024

/** Decodes uuencoded content in pieces: from "begin MODE NAME" to "end"; what stands outside is dropped. Content that never begins was only called so, and stays as it is. */
export class UuDecoder {
  /** What came before it began; undefined once it has, or when it is none. */
  #before: Uint8Array[] | undefined = []
  #size = 0
  #isNone = false
  #line = Buffer.alloc(0)
  #inside = false

  write(chunk: Uint8Array): Uint8Array {
    if (this.#isNone) return chunk
    if (this.#before === undefined) return this.#decode(chunk)
    const first = chunk.subarray(0, BEGIN_WITHIN - this.#size)
    this.#size += first.length
    this.#before.push(Uint8Array.from(first))
    const decoded = Buffer.concat([this.#decode(first), this.#hasBegun() ? this.#decode(chunk.subarray(first.length)) : NOTHING])
    this.#isNone = !this.#hasBegun() && this.#size === BEGIN_WITHIN
    return this.#isNone ? Buffer.concat([...this.#before, chunk.subarray(first.length)]) : decoded
  }

  end(): Uint8Array {
    if (this.#isNone) return NOTHING
    const rest = this.#takeLine()
    return this.#before ? Buffer.concat(this.#before) : rest
  }

  #hasBegun(): boolean {
    return this.#before === undefined
  }

  #decode(chunk: Uint8Array): Uint8Array {
    const out: Uint8Array[] = []
    let start = 0
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, start)) {
      this.#hold(chunk.subarray(start, end))
      out.push(this.#takeLine())
      start = end + 1
    }
    this.#hold(chunk.subarray(start))
    return Buffer.concat(out)
  }

  #hold(piece: Uint8Array): void {
    if (this.#line.length < LINE_LIMIT) this.#line = Buffer.concat([this.#line, piece.subarray(0, LINE_LIMIT)])
  }

  #takeLine(): Uint8Array {
    const text = this.#line.toString('latin1').replace(/\r$/, '')
    this.#line = Buffer.alloc(0)
    if (!this.#inside) {
      this.#inside = /^begin [0-7]{3,4} /.test(text)
      if (this.#inside) this.#before = undefined
      return new Uint8Array(0)
    }
    if (text === 'end') this.#inside = false
    return this.#inside ? decodeLine(text) : new Uint8Array(0)
  }
}

/** The octets of one line: its first character says how many octets the others hold, four characters for three octets. */
export function decodeLine(text: string): Uint8Array {
  const sixBits = (at: number): number => (text.charCodeAt(at) - 0x20) & 0x3f
  const size = text === '' ? 0 : sixBits(0)
  const out = Buffer.alloc(Math.ceil(size / 3) * 3)
  for (let group = 0; group * 3 < size; group++) {
    let bits = 0
    // Trailing blanks may have been cut off on the way: a missing character is a blank.
    for (let at = group * 4 + 1; at <= group * 4 + 4; at++) bits = (bits << 6) | (at < text.length ? sixBits(at) : 0)
    out.writeUIntBE(bits, group * 3, 3)
  }
  return out.subarray(0, size)
}
