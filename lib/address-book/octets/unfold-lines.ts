import type { OctetLine } from './octet-lines.ts'

const SPACE = 0x20
const TAB = 0x09
const EQUALS = 0x3d

/** Folds of an octet each must not cost a hundred octets each. */
const MOST_PIECES = 1000

export interface Folding {
  /** What a line that goes on begins with. */
  readonly by: 'space' | 'space or tab'
  /** What stands where the lines meet: nothing (the one octet goes), or one blank for all blanks there were. */
  readonly joint: 'nothing' | 'blank'
  /** True for vCards: a quoted-printable value may go on in the next line behind `=` (vCard 2.1 §2.1.3), BEGIN and END never go on. */
  readonly vcard: boolean
}

/**
 * Lines put together again where they were folded. Octets, so that a character that was cut in two is whole again. A line has the
 * number of its first one and at most `limit` octets.
 */
export async function* unfoldLines(lines: AsyncIterable<readonly OctetLine[]>, folding: Folding, limit: number): AsyncGenerator<readonly OctetLine[]> {
  const unfolder = new Unfolder(folding, limit)
  for await (const batch of lines) {
    const whole = batch.map((line) => unfolder.push(line)).filter((line) => line !== undefined)
    if (whole.length > 0) yield whole
  }
  const last = unfolder.end()
  if (last) yield [last]
}

class Unfolder {
  readonly #folding: Folding
  readonly #limit: number
  #first: OctetLine | undefined
  #pieces: Uint8Array[] = []
  #length = 0
  #cut = false
  #soft = false

  constructor(folding: Folding, limit: number) {
    this.#folding = folding
    this.#limit = limit
  }

  /** The line before, when this one does not continue it. */
  push(line: OctetLine): OctetLine | undefined {
    if (this.#first !== undefined && this.#continues(line)) {
      this.#add(this.#rest(line), line.cut)
      return undefined
    }
    const before = this.end()
    this.#first = line
    this.#pieces = []
    this.#length = 0
    this.#cut = false
    this.#soft = this.#folding.vcard && isQuotedPrintable(line.octets)
    this.#add(line.octets, line.cut)
    return before
  }

  end(): OctetLine | undefined {
    const first = this.#first
    this.#first = undefined
    if (first === undefined) return undefined
    if (this.#pieces.length <= 1) return { number: first.number, octets: this.#pieces[0] ?? new Uint8Array(0), cut: this.#cut }
    return { number: first.number, octets: Buffer.concat(this.#pieces), cut: this.#cut }
  }

  #continues({ octets }: OctetLine): boolean {
    if (this.#soft && this.#pieces.at(-1)?.at(-1) === EQUALS && !isMark(octets)) return true
    // An empty line ends whatever stood above it.
    if (this.#first?.octets.length === 0) return false
    if (this.#folding.vcard && this.#first && isMark(this.#first.octets)) return false
    return octets[0] === SPACE || (octets[0] === TAB && this.#folding.by === 'space or tab')
  }

  #rest({ octets }: OctetLine): Uint8Array {
    const last = this.#pieces.at(-1)
    if (this.#soft && last?.at(-1) === EQUALS) {
      this.#pieces[this.#pieces.length - 1] = last.subarray(0, -1)
      return octets
    }
    if (this.#folding.joint === 'nothing') return octets.subarray(1)
    let blanks = 0
    while (octets[blanks] === SPACE || octets[blanks] === TAB) blanks += 1
    return octets.subarray(blanks - 1)
  }

  #add(octets: Uint8Array, cut: boolean): void {
    // A fold costs an octet too, else a million empty ones would be free.
    const room = this.#limit - this.#length
    this.#cut ||= cut || octets.length > room
    this.#length += octets.length + 1
    if (octets.length > 0 && room > 0) this.#pieces.push(octets.length > room ? octets.subarray(0, room) : octets)
    if (this.#pieces.length >= MOST_PIECES) this.#pieces = [Buffer.concat(this.#pieces)]
  }
}

function isQuotedPrintable(octets: Uint8Array): boolean {
  return /^[^:]*quoted-printable/i.test(Buffer.from(octets.buffer, octets.byteOffset, Math.min(octets.length, 300)).toString('latin1'))
}

function isMark(octets: Uint8Array): boolean {
  return octets.length < 20 && /^(?:\xef\xbb\xbf)?(?:BEGIN|END):VCARD\s*$/i.test(Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1'))
}
