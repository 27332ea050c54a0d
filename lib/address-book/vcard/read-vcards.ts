import { decodeLine } from '../octets/decode-line.ts'
import { octetLines } from '../octets/octet-lines.ts'
import type { OctetLine } from '../octets/octet-lines.ts'
import { unfoldLines } from '../octets/unfold-lines.ts'
import { utf8Octets } from '../octets/utf8-octets.ts'
import { READ_LIMITS, excerptOf } from '../read-result.ts'
import type { ReadLimits, ReadProblem, ReadResult, Remark } from '../read-result.ts'
import { parseCard } from './parse-card.ts'

/**
 * The cards of a file of vCards 2.1, 3 and 4, one after the other; never throws by itself. Each BEGIN yields one result, and so do lines
 * that stand together outside of cards. Holds one card at a time.
 */
export async function* readVcards(input: AsyncIterable<Uint8Array>, limits: ReadLimits = READ_LIMITS): AsyncGenerator<ReadResult> {
  const reader = new CardReader(limits)
  const lines = octetLines(utf8Octets(input), limits.recordOctets)
  for await (const batch of unfoldLines(lines, { by: 'space or tab', joint: 'nothing', vcard: true }, limits.recordOctets)) {
    for (const line of batch) yield* reader.push(line)
  }
  yield* reader.end()
}

class CardReader {
  readonly #limits: ReadLimits
  /** The line of the card that is open. */
  #begin = 0
  #lines: OctetLine[] = []
  #octets = 0
  /** How many cards inside it are open. */
  #depth = 0
  #nested: Remark[] = []
  #outside = false

  constructor(limits: ReadLimits) {
    this.#limits = limits
  }

  *push(line: OctetLine): Generator<ReadResult> {
    const mark = markOf(line)
    if (this.#depth > 0) return this.#inside(mark)
    if (mark === 'begin') return yield* this.#open(line)
    if (this.#begin === 0) return yield* this.#stray(line)
    if (mark === 'end') return yield* this.#close()
    this.#octets += line.octets.length + 2
    if (line.cut) this.#octets = Infinity
    if (this.#octets <= this.#limits.recordOctets && this.#lines.length < this.#limits.properties) this.#lines.push(line)
    else this.#octets = Infinity
  }

  *end(): Generator<ReadResult> {
    if (this.#begin !== 0) yield this.#failure('unclosed')
  }

  *#open(line: OctetLine): Generator<ReadResult> {
    const last = this.#lines.at(-1)
    if (this.#begin !== 0 && last !== undefined && /^AGENT[^:]*:\s*$/i.test(decodeLine(last.octets.subarray(0, 200)).text)) {
      this.#depth = 1
      this.#lines.pop()
      this.#nested.push({ line: line.number, problem: 'nested', excerpt: 'AGENT' })
      return
    }
    if (this.#begin !== 0) yield this.#failure('unclosed')
    this.#start(line.number)
  }

  /** Lines of a card in a card are passed over. */
  #inside(mark: 'begin' | 'end' | undefined): void {
    if (mark === 'begin') this.#depth += 1
    if (mark === 'end') this.#depth -= 1
  }

  *#stray(line: OctetLine): Generator<ReadResult> {
    const text = decodeLine(line.octets.subarray(0, 400)).text
    if (text.trim() === '' && !line.cut) return
    if (!this.#outside) yield { line: line.number, problem: 'outside', excerpt: excerptOf(text) }
    this.#outside = true
  }

  *#close(): Generator<ReadResult> {
    if (this.#octets === Infinity) yield this.#failure('too-large')
    else {
      const { card, remarks } = parseCard(this.#lines)
      if (card.properties.length === 0) yield { line: this.#begin, problem: remarks[0]?.problem ?? 'empty', excerpt: remarks[0]?.excerpt ?? '' }
      else yield { line: this.#begin, card, remarks: [...this.#nested, ...remarks] }
    }
    this.#start(0)
  }

  #failure(problem: ReadProblem): ReadResult {
    const first = this.#lines.find(({ octets }) => /^(?:[\w-]+\.)?FN[;:]/i.test(Buffer.from(octets.subarray(0, 40)).toString('latin1')))
    return { line: this.#begin, problem, excerpt: first === undefined ? '' : excerptOf(decodeLine(first.octets.subarray(0, 400)).text) }
  }

  #start(line: number): void {
    this.#begin = line
    this.#lines = []
    this.#octets = 0
    this.#nested = []
    this.#outside = false
  }
}

/** Files that were put together keep the byte order mark of each. */
function markOf({ octets }: OctetLine): 'begin' | 'end' | undefined {
  if (octets.length > 40) return undefined
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1')
  return /^(?:\xef\xbb\xbf|\s)*BEGIN\s*:\s*VCARD\s*$/i.test(text) ? 'begin' : /^\s*END\s*:\s*VCARD\s*$/i.test(text) ? 'end' : undefined
}
