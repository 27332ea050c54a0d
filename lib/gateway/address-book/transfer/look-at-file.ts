import { readCsvHead } from '#lib/address-book/csv/read-csv.ts'
import { FIELDS } from '#lib/address-book/fields/field.ts'
import { displayNameOf } from '#lib/mail/contacts/names.ts'
import { addressesOf } from '#lib/mail/contacts/card.ts'
import type { KeptImport } from '#lib/mail/contacts/contact-import.ts'
import type { Spool } from '#lib/composition/spool.ts'
import { isTable, octetsOf, recordsOf } from './contact-files.ts'

/** Records and rows that a page shows. */
const SHOWN = 5
/** Letters of a cell that a page shows. */
const CELL = 60

/** A column of a table, with what its first rows have in it. */
export interface ImportColumn {
  readonly header: string
  /** A text of `FIELDS`, or one with a number that a program's own headers mean. */
  readonly field: string
  readonly samples: readonly string[]
}

/** What a file that waits looks like, read as its settings say. */
export interface FileLook {
  /** Of a table. */
  readonly columns: readonly ImportColumn[]
  /** The first records: who they are about, or where they cannot be read. */
  readonly first: readonly { readonly line: number; readonly name: string; readonly address: string; readonly isRead: boolean }[]
  /** The fields that a column may fill. */
  readonly fields: readonly string[]
}

/** Reads no further than it shows. */
export async function lookAtFile(spool: Spool, kept: KeptImport): Promise<FileLook> {
  const columns = isTable(kept.settings.format) ? await columnsOf(spool, kept) : []
  const first: FileLook['first'][number][] = []
  for await (const record of recordsOf(spool, kept)) {
    const { line, card } = record
    first.push(card ? { line, name: displayNameOf(card), address: addressesOf(card)[0] ?? '', isRead: true } : { line, name: record.excerpt, address: '', isRead: false })
    if (first.length >= SHOWN) break
  }
  return { columns, first, fields: FIELDS }
}

async function columnsOf(spool: Spool, kept: KeptImport): Promise<readonly ImportColumn[]> {
  const { headers, mapping, rows } = await readCsvHead(octetsOf(spool, kept), SHOWN)
  const chosen = kept.settings.mapping
  return headers.map((header, at) => ({
    header,
    field: chosen?.[at] ?? mapping[at] ?? 'keep',
    samples: rows.map((row) => row[at] ?? '').filter((cell) => cell.trim() !== '').map(shortened).slice(0, 3),
  }))
}

function shortened(cell: string): string {
  const line = cell.replaceAll(/\s+/g, ' ').trim()
  return line.length > CELL ? `${line.slice(0, CELL - 1).toWellFormed()}…` : line
}
