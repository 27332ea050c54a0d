import type { ImportSettings, KeptImport } from '#lib/mail/contacts/contact-import.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import type { Remark } from '../../read-result.ts'
import type { BookReader } from '../address-book-store.ts'

/** Files that one account has waiting; a further one takes the place of the oldest. */
export const WAITING_IMPORTS = 3
/** What is told of an import, and taking it back, last so long, in milliseconds. */
export const IMPORT_LIFE = 7 * 24 * 60 * 60_000
/** A file waits so long for its import, in milliseconds. */
export const WAITING_LIFE = 24 * 60 * 60_000
/** An import that has not moved for so long was broken off, in milliseconds. */
export const IMPORT_SILENCE = 60_000

export type ImportOutcome = 'added' | 'changed' | 'same' | 'kept' | 'too-large'

/** What the report tells of one record. */
export interface ImportProblem extends Remark {
  /** False for a remark on a record that was read. */
  readonly isFailure: boolean
}

export interface ProblemList {
  readonly problems: readonly ImportProblem[]
  /** All of them, on every page. */
  readonly total: number
}

/**
 * Imports, for the account that made them: anybody else's is GatewayError 'no-such-contact'. Cards are written in slices, each a transaction
 * of its own that also notes how to take it back, so that nobody waits for a long import and none stays half done.
 */
export interface ImportStore {
  createImport(who: BookReader, file: Pick<KeptImport, 'file' | 'name' | 'octets' | 'settings'>): Promise<KeptImport>
  import(who: BookReader, id: string): Promise<KeptImport>
  /** Those that can still be looked at, the latest first. */
  imports(who: BookReader): Promise<readonly KeptImport[]>
  /** Other settings for one that waits; 'conflict' for any other. */
  changeImport(who: BookReader, id: string, settings: ImportSettings): Promise<void>
  /** From waiting to running, a new book made where one is wanted; 'conflict' for one that does not wait. Its reader must be allowed to write there. */
  beginImport(who: BookReader, id: string): Promise<KeptImport>
  /** A slice of a running import: its cards go into the book, its problems into the report. Says what became of each card; one beyond CARD_OCTETS changes nothing. */
  importCards(who: BookReader, id: string, cards: readonly Card[], problems: readonly ImportProblem[]): Promise<readonly ImportOutcome[]>
  /** Of a running or undoing one. */
  endImport(id: string, end: Pick<KeptImport, 'state' | 'failure'>): Promise<void>
  /** From done to undoing, for a reader who may still write there; 'conflict' for any other. */
  beginUndo(who: BookReader, id: string): Promise<void>
  /** Takes at most `most` cards back and says how many; 0 when there are none left. What somebody has changed since stays as it is. */
  undoSlice(id: string, most: number): Promise<number>
  problems(who: BookReader, id: string, page: { readonly offset: number; readonly limit: number }): Promise<ProblemList>
  /** Forgets one that waits. */
  dropImport(who: BookReader, id: string): Promise<void>
  /** Running or undoing ones that have not moved since. */
  stalledImports(since: number): Promise<readonly string[]>
  /** Forgets what is past its life, and answers the files that are still wanted. */
  tidyImports(now: number): Promise<ReadonlySet<string>>
}
