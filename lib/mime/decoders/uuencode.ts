const LF = 0x0a

/** A line of uuencode is at most 61 characters; a longer one is no data and not kept. */
const LINE_LIMIT = 512

/** Decodes uuencoded content in pieces: from "begin MODE NAME" to "end"; what stands outside is dropped. */
export class UuDecoder {
  #line = Buffer.alloc(0)
  #inside = false

  write(chunk: Uint8Array): Uint8Array {
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

  end(): Uint8Array {
    return this.#takeLine()
  }

  #hold(piece: Uint8Array): void {
    if (this.#line.length < LINE_LIMIT) this.#line = Buffer.concat([this.#line, piece.subarray(0, LINE_LIMIT)])
  }

  #takeLine(): Uint8Array {
    const text = this.#line.toString('latin1').replace(/\r$/, '')
    this.#line = Buffer.alloc(0)
    if (!this.#inside) {
      this.#inside = /^begin [0-7]{3,4} /.test(text)
      return new Uint8Array(0)
    }
    if (text === 'end') this.#inside = false
    return this.#inside ? decodeLine(text) : new Uint8Array(0)
  }
}

/** One line: its first character says how many octets the others hold, four characters for three octets. */
function decodeLine(text: string): Uint8Array {
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
