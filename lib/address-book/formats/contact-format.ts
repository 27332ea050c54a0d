import type { Card } from '#lib/mail/contacts/card.ts'
import type { CsvOptions } from '../csv/read-csv.ts'
import type { ReadResult } from '../read-result.ts'

export type ContactFormatName = 'vcard4' | 'vcard3' | 'ldif' | 'csv' | 'thunderbird' | 'google' | 'outlook' | 'pine'

/** A format of files of contacts, read and written as a stream. */
export interface ContactFormat {
  readonly name: ContactFormatName
  /** With their dot, the one to write first. */
  readonly fileEndings: readonly string[]
  /** The one to write first. */
  readonly mediaTypes: readonly string[]
  /** What a file of this format cannot hold of a card. */
  readonly leavesOut: readonly ('groups' | 'photos' | 'other')[]
  /** True when a file that begins so is of this format; some hundred octets are enough. */
  recognises(start: Uint8Array): boolean
  /** The records of a file, each read or told; never throws by itself. Options are for tables alone. */
  read(input: AsyncIterable<Uint8Array>, options?: CsvOptions): AsyncIterable<ReadResult>
  write(cards: AsyncIterable<Card> | Iterable<Card>): AsyncIterable<string>
}
