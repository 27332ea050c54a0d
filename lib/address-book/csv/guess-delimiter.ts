export type Delimiter = ',' | ';' | '\t' | '|'

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|']

/** What separates the cells of a table, by its first line: what stands most often outside of quotation marks, or what `sep=;` declares, as Excel does. */
export function guessDelimiter(line: string): { readonly delimiter: Delimiter; readonly declared: boolean } {
  const said = DELIMITERS.find((delimiter) => line.toLowerCase().trimEnd() === `sep=${delimiter}` || line.toLowerCase() === `sep=${delimiter}`)
  if (said !== undefined) return { delimiter: said, declared: true }
  const outside = line.replace(/"[^"]*"/g, '')
  const counts = DELIMITERS.map((delimiter) => outside.split(delimiter).length)
  return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',', declared: false }
}
