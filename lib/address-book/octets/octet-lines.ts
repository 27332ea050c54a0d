const LF = 0x0a
const CR = 0x0d

const MOST_PIECES = 1000

/** A line without its end, as it stands in a file. */
export interface OctetLine {
  /** From 1. */
  readonly number: number
  readonly octets: Uint8Array
  /** True when the line went on beyond the limit; `octets` is its beginning. */
  readonly cut: boolean
}

/** The lines of a stream, which end at CRLF, LF or CR: those that each chunk completes. Holds at most `limit` octets of a line. */
export async function* octetLines(input: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<readonly OctetLine[]> {
  const splitter = new LineSplitter(limit)
  for await (const chunk of input) {
    const lines = splitter.push(chunk)
    if (lines.length > 0) yield lines
  }
  const rest = splitter.end()
  if (rest) yield [rest]
}

class LineSplitter {
  readonly #limit: number
  #held: Uint8Array[] = []
  #length = 0
  #cut = false
  #number = 1
  #afterCr = false

  constructor(limit: number) {
    this.#limit = limit
  }

  push(chunk: Uint8Array): OctetLine[] {
    const lines: OctetLine[] = []
    let from = this.#afterCr && chunk[0] === LF ? 1 : 0
    if (chunk.length > 0) this.#afterCr = false
    let cr = chunk.indexOf(CR, from)
    let lf = chunk.indexOf(LF, from)
    while (cr !== -1 || lf !== -1) {
      const end = lf === -1 || (cr !== -1 && cr < lf) ? cr : lf
      this.#hold(chunk.subarray(from, end))
      lines.push(this.#finish())
      from = end + 1
      if (end === cr) {
        if (from === chunk.length) this.#afterCr = true
        else if (lf === from) from += 1
        cr = chunk.indexOf(CR, from)
      }
      if (lf !== -1 && lf < from) lf = chunk.indexOf(LF, from)
    }
    this.#hold(chunk.subarray(from))
    return lines
  }

  end(): OctetLine | undefined {
    return this.#length > 0 || this.#cut ? this.#finish() : undefined
  }

  #hold(octets: Uint8Array): void {
    const room = this.#limit - this.#length
    if (octets.length > room) this.#cut = true
    const kept = octets.length > room ? octets.subarray(0, room) : octets
    if (kept.length === 0) return
    this.#held.push(kept)
    this.#length += kept.length
    // Chunks of an octet each must not cost a hundred octets each.
    if (this.#held.length >= MOST_PIECES) this.#held = [Buffer.concat(this.#held)]
  }

  #finish(): OctetLine {
    const [first] = this.#held
    const octets = this.#held.length === 1 && first ? first : Buffer.concat(this.#held)
    const line = { number: this.#number, octets, cut: this.#cut }
    this.#held = []
    this.#length = 0
    this.#cut = false
    this.#number += 1
    return line
  }
}
