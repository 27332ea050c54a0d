import { buildCard } from '../fields/build-card.ts'
import { parseField } from '../fields/field.ts'
import type { Field } from '../fields/field.ts'
import { READ_LIMITS, Remarks, excerptOf } from '../read-result.ts'
import type { ReadLimits, ReadResult } from '../read-result.ts'
import { csvRecords } from './csv-records.ts'
import type { CsvRow } from './csv-records.ts'
import { unguardCell } from './formula-cells.ts'
import type { Delimiter } from './guess-delimiter.ts'
import { guessMapping } from './headers.ts'

export interface CsvOptions {
  readonly delimiter?: Delimiter
  /** The field of each column, as `FIELDS` has them; guessed from the headers when absent. What names no field is left out. */
  readonly mapping?: readonly string[]
}

/** A table's beginning, for a page on which its columns are mapped. */
export interface CsvHead {
  /** The first row, or numbers where that is a person already. */
  readonly headers: readonly string[]
  readonly mapping: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The cards of a table, one row each; a first row that holds an address is one of them, not the headers. Never throws by itself. */
export async function* readCsv(input: AsyncIterable<Uint8Array>, { delimiter, mapping }: CsvOptions = {}, limits: ReadLimits = READ_LIMITS): AsyncGenerator<ReadResult> {
  let columns: Columns | undefined
  for await (const row of csvRecords(input, delimiter, limits)) {
    if ('problem' in row) yield row
    else if (columns) yield readRow(row, columns, limits)
    else {
      const { headers, isHeader } = headersOf(row.cells)
      columns = { headers, fields: (mapping ?? guessed(headers, row.cells, isHeader)).map(parseField) }
      if (!isHeader) yield readRow(row, columns, limits)
    }
  }
}

/** The headers, a guess at what they mean, and at most `count` rows. */
export async function readCsvHead(input: AsyncIterable<Uint8Array>, count = 5): Promise<CsvHead> {
  let head: { headers: readonly string[]; mapping: readonly string[] } | undefined
  const rows: (readonly string[])[] = []
  for await (const row of csvRecords(input, undefined)) {
    if ('problem' in row) continue
    if (head === undefined) {
      const { headers, isHeader } = headersOf(row.cells)
      head = { headers, mapping: guessed(headers, row.cells, isHeader) }
      if (isHeader) continue
    }
    rows.push(row.cells.map(unguardCell))
    if (rows.length >= count) break
  }
  return { headers: head?.headers ?? [], mapping: head?.mapping ?? [], rows }
}

/** RFC 5321 §4.5.3.1.3: no address is longer; and looking for one in a long cell takes long. */
const ADDRESS = 320
/** No program writes so many; a row of them takes time that grows with their number. */
const COLUMNS = 1000

interface Columns {
  readonly headers: readonly string[]
  readonly fields: readonly (Field | undefined)[]
}

function headersOf(cells: readonly string[]): { headers: readonly string[]; isHeader: boolean } {
  const isHeader = !cells.some((cell) => cell.length <= ADDRESS && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell.trim()))
  const columns = cells.slice(0, COLUMNS)
  return { headers: isHeader ? columns.map((cell) => excerptOf(unguardCell(cell))) : columns.map((_, at) => String(at + 1)), isHeader }
}

function guessed(headers: readonly string[], cells: readonly string[], isHeader: boolean): readonly string[] {
  if (isHeader) return guessMapping(headers)
  const name = cells.findIndex((cell) => !/[@\d]/.test(cell) && cell.trim() !== '')
  return cells.slice(0, headers.length).map((cell, at) => (cell.includes('@') ? 'email' : at === name ? 'fn' : 'keep'))
}

function readRow({ line, cells, guessed: isGuess }: CsvRow, { headers, fields }: Columns, limits: ReadLimits): ReadResult {
  const remarks = new Remarks()
  if (isGuess) remarks.add(line, 'encoding-guessed', cells.find((cell) => /[^\0-\x7f]/.test(cell)) ?? '')
  for (const cell of cells.slice(headers.length)) if (cell.trim() !== '') remarks.add(line, 'surplus-cells', cell)
  const values = cells.slice(0, headers.length).flatMap((cell, at) => {
    const field = fields[at]
    const text = unguardCell(cell).replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '').replace(/\r\n?/g, '\n')
    return field === undefined ? [] : [{ field, text, label: headers[at] ?? '' }]
  })
  const card = buildCard(values)
  if (card.properties.length === 0) return { line, problem: 'empty', excerpt: excerptOf(cells.slice(0, 20).join(' ')) }
  if (card.properties.length > limits.properties) return { line, problem: 'too-large', excerpt: excerptOf(cells.slice(0, 20).join(' ')) }
  return { line, card, remarks: remarks.all() }
}
