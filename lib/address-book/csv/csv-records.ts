import { octetLines } from '../octets/octet-lines.ts'
import type { OctetLine } from '../octets/octet-lines.ts'
import { decodeLine } from '../octets/decode-line.ts'
import { utf8Octets } from '../octets/utf8-octets.ts'
import { READ_LIMITS, excerptOf } from '../read-result.ts'
import type { ReadFailure, ReadLimits } from '../read-result.ts'
import { guessDelimiter } from './guess-delimiter.ts'
import type { Delimiter } from './guess-delimiter.ts'

export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
  /** True when it was not UTF-8 and was taken for windows-1252. */
  readonly guessed: boolean
}

const QUOTE = 0x22
/** A quoted cell may hold this many lines; a quotation mark that nothing closes costs no more. */
const RECORD_LINES = 1000
/** Octets that may be read again behind quotation marks that nothing closes; a file of nothing else is not read for ever. */
const AGAIN_OCTETS = 64 * 1024 * 1024

/**
 * The rows of a file as RFC 4180 has them, the delimiter guessed from the first one unless given; empty lines are none. A row whose
 * quotation mark nothing closes is told, and its next line is the next row.
 */
export async function* csvRecords(input: AsyncIterable<Uint8Array>, given: Delimiter | undefined, limits: ReadLimits = READ_LIMITS): AsyncGenerator<CsvRow | ReadFailure> {
  const reader = new RecordReader(given, limits)
  for await (const batch of octetLines(utf8Octets(input), limits.recordOctets)) {
    for (const line of batch) yield* reader.push([line])
  }
  yield* reader.end()
}

class RecordReader {
  readonly #limits: ReadLimits
  #delimiter: Delimiter | undefined
  #lines: OctetLine[] = []
  #octets = 0
  #open = false
  #again = AGAIN_OCTETS

  constructor(delimiter: Delimiter | undefined, limits: ReadLimits) {
    this.#delimiter = delimiter
    this.#limits = limits
  }

  *push(lines: readonly OctetLine[]): Generator<CsvRow | ReadFailure> {
    for (let todo = lines; todo.length > 0; ) {
      const rest: OctetLine[] = []
      for (const line of todo) {
        if (rest.length > 0) rest.push(line)
        else yield* this.#take(line, rest)
      }
      todo = rest
    }
  }

  *end(): Generator<CsvRow | ReadFailure> {
    while (this.#lines.length > 0) {
      const { failure, rest } = this.#giveUp('unclosed')
      yield failure
      yield* this.push(rest)
    }
  }

  *#take(line: OctetLine, rest: OctetLine[]): Generator<CsvRow | ReadFailure> {
    if (this.#delimiter === undefined) {
      const { delimiter, declared } = guessDelimiter(decodeLine(line.octets).text)
      this.#delimiter = delimiter
      if (declared) return
    }
    this.#lines.push(line)
    this.#octets += line.octets.length + 1
    this.#open = isOpenAfter(line.octets, this.#delimiter.charCodeAt(0), this.#open)
    if (line.cut || this.#octets > this.#limits.recordOctets || (this.#open && this.#lines.length >= RECORD_LINES)) {
      const given = this.#giveUp(line.cut || this.#octets > this.#limits.recordOctets ? 'too-large' : 'unclosed')
      yield given.failure
      rest.push(...given.rest)
      return
    }
    if (!this.#open) yield* this.#row(this.#delimiter)
  }

  *#row(delimiter: Delimiter): Generator<CsvRow> {
    const [first] = this.#lines
    const { text, guessed } = decodeLine(this.#joined())
    this.#forget()
    if (first !== undefined && text.trim() !== '') yield { line: first.number, cells: parseRow(text, delimiter), guessed }
  }

  /** The first line cannot be read; those behind it may be rows. */
  #giveUp(problem: 'unclosed' | 'too-large'): { failure: ReadFailure; rest: OctetLine[] } {
    const [first, ...others] = this.#lines
    this.#again -= this.#octets
    this.#forget()
    return { failure: { line: first?.number ?? 1, problem, excerpt: excerptOf(decodeLine((first?.octets ?? new Uint8Array(0)).subarray(0, 400)).text) }, rest: this.#again > 0 ? others : [] }
  }

  #joined(): Uint8Array {
    const [first] = this.#lines
    return this.#lines.length === 1 && first ? first.octets : Buffer.concat(this.#lines.flatMap(({ octets }, at) => (at === 0 ? [octets] : [Buffer.from('\n'), octets])))
  }

  #forget(): void {
    this.#lines = []
    this.#octets = 0
    this.#open = false
  }
}

/** Whether a quoted cell goes on behind the end of this line. */
function isOpenAfter(octets: Uint8Array, delimiter: number, open: boolean): boolean {
  if (octets.indexOf(QUOTE) === -1) return open
  let inside = open
  for (let at = 0; at < octets.length; at++) {
    if (octets[at] !== QUOTE) continue
    if (!inside) inside = at === 0 || octets[at - 1] === delimiter
    else if (octets[at + 1] === QUOTE) at += 1
    else inside = false
  }
  return inside
}

/** The cells of a whole row; what stands behind a closing quotation mark belongs to the cell. */
export function parseRow(text: string, delimiter: Delimiter): string[] {
  const cells: string[] = []
  for (let at = 0; ; ) {
    const quoted = text[at] === '"' ? quotedCell(text, at + 1) : { cell: '', end: at }
    const end = text.indexOf(delimiter, quoted.end)
    cells.push(quoted.cell + text.slice(quoted.end, end === -1 ? text.length : end))
    if (end === -1) return cells
    at = end + 1
  }
}

/** A cell behind its opening quotation mark, in which two are one; ends behind the closing one. */
function quotedCell(text: string, from: number): { cell: string; end: number } {
  const parts: string[] = []
  for (let at = from; ; ) {
    const quote = text.indexOf('"', at)
    if (quote === -1) return { cell: [...parts, text.slice(at)].join(''), end: text.length }
    if (text[quote + 1] !== '"') return { cell: [...parts, text.slice(at, quote)].join(''), end: quote + 1 }
    parts.push(text.slice(at, quote + 1))
    at = quote + 2
  }
}
