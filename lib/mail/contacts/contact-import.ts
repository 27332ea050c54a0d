import type { GatewayFailure } from '../gateway-error.ts'
import type { Refusal } from '../refusal.ts'

/** What becomes of a card whose UID the book has already: both made one, the book's left as it is, or the file's in its place. */
export const KNOWN_CARDS = ['merge', 'keep', 'replace'] as const
export type KnownCards = (typeof KNOWN_CARDS)[number]

/** What somebody has chosen for a file that waits to be imported. */
export interface ImportSettings {
  /** The name of a format of `CONTACT_FORMATS`. */
  readonly format: string
  /** '' as the file itself tells. */
  readonly charset: string
  /** '' for a new one. */
  readonly book: string
  /** Of a new book. */
  readonly title: string
  readonly known: KnownCards
  /** The field of each column of a table; undefined as its headers tell. */
  readonly mapping?: readonly string[] | undefined
}

/** An import waits for its settings, runs, and is done; one that failed has been taken back, and one that is done can be. */
export type ImportState = 'waiting' | 'running' | 'done' | 'failed' | 'undoing' | 'undone'

/** What has become of the records so far. */
export interface ImportCounts {
  readonly added: number
  /** Cards of the book that took something over from the file. */
  readonly changed: number
  /** In the book already, with nothing new in the file. */
  readonly same: number
  /** In the book already and left as they are, as it was chosen. */
  readonly kept: number
  /** Records that could not be read. */
  readonly failed: number
  /** Remarks on records that were read. */
  readonly remarks: number
}

/** A file of contacts on its way into a book. */
export interface KeptImport {
  readonly id: string
  readonly state: ImportState
  /** As the browser named it. */
  readonly name: string
  readonly octets: number
  /** The file in the spool. */
  readonly file: string
  readonly settings: ImportSettings
  /** Where the cards go; '' before it has begun. */
  readonly book: string
  readonly counts: ImportCounts
  /** Why it failed. */
  readonly failure: { readonly failure: GatewayFailure; readonly refusal?: Refusal | undefined } | undefined
  /** Milliseconds since 1970. */
  readonly created: number
}
