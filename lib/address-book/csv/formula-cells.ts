/**
 * A spreadsheet runs a cell that begins with one of these as a formula (threats D7). Such a cell gets an apostrophe in front, and so does
 * one that looks as if it already had one, so that taking it off gives back what was there.
 */
const FORMULA = /^'*[=+\-@\t\r]/

export function guardCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

export function unguardCell(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text
}
