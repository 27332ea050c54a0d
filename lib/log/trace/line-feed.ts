/** A line of somebody's half of a conversation. */
export interface HeardLine {
  /** As octets, one character each, without its end and the mark of a literal; of a longer one only the beginning. */
  readonly text: string
  /** Octets of the literal that follow it, which nobody keeps. */
  readonly literal: number | undefined
  /** It goes on behind a literal. */
  readonly continues: boolean
}

/** Of longer lines the rest is not kept: a trace is for reading. */
const LONGEST = 4 * 1024
/** What the mark of a literal can be long. */
const TAIL = 32

/** Takes octets apart into lines and literals, however they arrive; a literal's content is dropped as it comes. `literals`: the protocol has some. */
export class LineFeed {
  readonly #literals: boolean
  #text = ''
  #tail = ''
  #skip = 0
  #continues = false

  constructor(literals: boolean) {
    this.#literals = literals
  }

  /** The lines that these octets end. */
  feed(octets: Uint8Array): HeardLine[] {
    const lines: HeardLine[] = []
    let rest = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength)
    while (rest.length > 0) {
      const skipped = Math.min(this.#skip, rest.length)
      this.#skip -= skipped
      rest = rest.subarray(skipped)
      if (rest.length === 0) break
      const at = rest.indexOf(0x0a)
      this.#keep(rest.subarray(0, at < 0 ? rest.length : at))
      if (at < 0) break
      lines.push(this.#line())
      rest = rest.subarray(at + 1)
    }
    return lines
  }

  #keep(octets: Buffer): void {
    const text = octets.toString('latin1', 0, Math.max(0, LONGEST - this.#text.length))
    this.#tail = (this.#tail + octets.toString('latin1', Math.max(0, octets.length - TAIL))).slice(-TAIL)
    this.#text += text
  }

  #line(): HeardLine {
    const found = this.#literals ? /~?\{(\d{1,10})\+?\}\r?$/.exec(this.#tail) : null
    const line: HeardLine = { text: this.#text.replace(/\r$/, '').replace(found ? / ?~?\{\d+\+?\}$/ : /$^/, ''), literal: found ? Number(found[1]) : undefined, continues: this.#continues }
    this.#skip = line.literal ?? 0
    this.#continues = found !== null
    this.#text = this.#tail = ''
    return line
  }
}
