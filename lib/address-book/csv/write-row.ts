import { guardCell } from './formula-cells.ts'

/** One row with its end (RFC 4180): no cell is a formula, cells are quoted where they must be, NUL is left out. */
export function writeRow(cells: readonly string[]): string {
  return `${cells.map(writeCell).join(',')}\r\n`
}

function writeCell(text: string): string {
  const guarded = guardCell(text.replaceAll('\0', '').toWellFormed())
  // A blank at the edge is one that some programs take away.
  return /[",;\t\r\n|]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}
