// Runs in the browser as well: nothing may be imported here that does not.

const SIGNATURE = '-- '

/**
 * The text of a message as a reply quotes it: "> " before each line, ">" before those that are quoted already, the signature
 * and blank lines at the end left out. `original` has one line a paragraph, as decodeFlowed makes it.
 */
export function quoteText(original: string): string {
  const lines = original.replace(/\r\n?/g, '\n').split('\n')
  const signature = lines.indexOf(SIGNATURE)
  const kept = signature < 0 ? lines : lines.slice(0, signature)
  while (kept.length > 0 && kept.at(-1)?.trim() === '') kept.pop()
  return kept.map(quoteLine).join('\n')
}

/** Marks stand together, so that each reader and format=flowed count the same depth. */
function quoteLine(line: string): string {
  const [marks, text] = splitQuote(line)
  if (marks > 0) return `${'>'.repeat(marks + 1)}${text === '' ? '' : ` ${text}`}`
  return text.trim() === '' ? '>' : `> ${text}`
}

/** How many quote marks a line begins with, and what stands behind them without the blank in between. */
function splitQuote(line: string): readonly [number, string] {
  const marks = /^>(?: ?>)*/.exec(line)?.[0] ?? ''
  return marks === '' ? [0, line] : [marks.replaceAll(' ', '').length, line.slice(marks.length).replace(/^ /, '')]
}
