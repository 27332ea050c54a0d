import type { Card } from '#lib/mail/contacts/card.ts'

/** Why a record was not read, or what of a record that was read could not be taken over as it stood. */
export type ReadProblem =
  /** Beyond the octets or properties that one record may have. */
  | 'too-large'
  /** Begins and never ends: another one begins or the file ends. */
  | 'unclosed'
  /** Lines that belong to no record. */
  | 'outside'
  /** Begins and ends with nothing that says who it is about. */
  | 'empty'
  /** A line or cell that follows no rule of the format. */
  | 'unreadable'
  /** Base64 that is none. */
  | 'broken-base64'
  /** Not valid UTF-8, so taken for windows-1252. */
  | 'encoding-guessed'
  /** NUL and other control characters were taken out. */
  | 'control-characters'
  /** Content at an address elsewhere (LDIF `:<`), which is never fetched. */
  | 'remote'
  /** A group names a member that the file does not hold. */
  | 'member-missing'
  /** A card inside a card (vCard 2.1 AGENT). */
  | 'nested'
  /** Marked as deleted by the program that wrote the file. */
  | 'deleted'
  /** An LDIF change record that does not add an entry. */
  | 'change-record'
  /** A CSV row with more cells than the file has columns. */
  | 'surplus-cells'
  /** More remarks on one record than are told one by one. */
  | 'more'

export interface Remark {
  /** Line of the file, from 1. */
  readonly line: number
  readonly problem: ReadProblem
  /** The beginning of what it is about, one line of at most 80 characters. */
  readonly excerpt: string
}

/** One record of a file: read, perhaps with remarks, or the reason why not. No record is neither. */
export type ReadResult = ReadCard | ReadFailure

export interface ReadCard {
  /** Line of the file where the record begins, from 1. */
  readonly line: number
  readonly card: Card
  readonly remarks: readonly Remark[]
}

export interface ReadFailure extends Remark {
  readonly card?: never
}

/** What one record may be at most: a photo of a phone fits, a file without an end does not fill the memory. */
export interface ReadLimits {
  readonly recordOctets: number
  readonly properties: number
}

export const READ_LIMITS: ReadLimits = { recordOctets: 1024 * 1024, properties: 5000 }

const EXCERPT = 80
const REMARKS = 50

/** The beginning of a text, fit for one line of a report: without control characters, `…` where it goes on. */
export function excerptOf(text: string): string {
  const line = text.slice(0, 4 * EXCERPT).replace(/[\0-\x1f\x7f\u2028\u2029]+/g, ' ').trim().toWellFormed()
  return line.length <= EXCERPT ? line : `${line.slice(0, EXCERPT - 1).toWellFormed()}…`
}

/** The remarks on one record; beyond 50 they are only counted, in a last one. */
export class Remarks {
  readonly #list: Remark[] = []
  #more = 0

  add(line: number, problem: ReadProblem, text: string): void {
    if (this.#list.length < REMARKS) this.#list.push({ line, problem, excerpt: excerptOf(text) })
    else this.#more += 1
  }

  all(): readonly Remark[] {
    const last = this.#list.at(-1)
    return this.#more === 0 || last === undefined ? this.#list : [...this.#list, { line: last.line, problem: 'more', excerpt: String(this.#more) }]
  }
}
