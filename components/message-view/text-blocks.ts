/** Lines of a text at one depth of quoting, ready to be shown. */
export interface TextBlock {
  /** 0 is what the sender wrote, 1 what they quoted, and so on. */
  readonly depth: number
  readonly text: string
  /** It begins with the line that sets a signature apart (RFC 3676 §4.3). */
  readonly isSignature?: true
}

/** Lines of a quote that are worth folding. */
const FOLDED_LINES = 12

/** Deeper quoting is shown like this: nobody counts further, and a hostile text could nest without end. */
export const DEEPEST = 9

/**
 * Takes the text of a message apart by depth of quoting; "> > " and ">>" are the same. Paragraphs of flowed text were made
 * whole before. Linear in the length of the text.
 */
export function textBlocks(text: string): readonly TextBlock[] {
  const blocks: { depth: number; lines: string[]; isSignature: boolean }[] = []
  const written = text.split(/\r\n|\n|\r/)
  const signature = written.lastIndexOf('-- ')
  for (const [at, { depth, content }] of written.map(readLine).entries()) {
    const block = blocks.at(-1)
    if (block?.depth === depth && at !== signature) block.lines.push(content)
    else blocks.push({ depth, lines: [content], isSignature: at === signature })
  }
  const isBlank = ({ lines }: { lines: string[] }): boolean => lines.every((line) => line.trim() === '')
  // Blank lines between two quotes of one depth belong to neither; those around everything are nobody's.
  return blocks.filter((block, at) => !isBlank(block) || (at > 0 && at < blocks.length - 1)).map(({ depth, lines, isSignature }) => ({ depth, text: lines.join('\n'), ...(isSignature ? { isSignature } : {}) }))
}

/**
 * The blocks of a long quote that nothing but a signature follows, beneath words of the sender's: an answer is read without it. `end` is the block behind it; undefined
 * where there is none, and where the quote is what there is to read.
 */
export function trailingQuote(blocks: readonly TextBlock[]): { readonly start: number; readonly end: number } | undefined {
  const isOwn = ({ depth, text, isSignature }: TextBlock): boolean => depth === 0 && isSignature !== true && text.trim() !== ''
  const start = blocks.findLastIndex(isOwn) + 1
  const quoted = blocks.map(({ depth }) => depth > 0)
  const [from, end] = [quoted.indexOf(true, start), quoted.lastIndexOf(true) + 1]
  if (start === 0 || from < 0) return undefined
  const lines = blocks.slice(from, end).reduce((sum, { text }) => sum + text.split('\n').length, 0)
  return lines >= FOLDED_LINES && blocks.slice(from, end).every(({ isSignature }) => isSignature !== true) ? { start: from, end } : undefined
}

/**
 * The paragraphs of a block as they were written in the message: each line of a quote begins with its marks, and blanks that stand for
 * a place in the line (those before its first word, and all but the last of several behind it) do not fold. Linear in the length of the text.
 */
export function writtenParagraphs({ depth, text }: TextBlock): readonly string[] {
  const paragraphs: string[][] = []
  let isOpen = false
  for (const line of text.split('\n')) {
    const isBlank = line.trim() === ''
    if (!isBlank && !isOpen) paragraphs.push([])
    if (!isBlank) paragraphs.at(-1)?.push('> '.repeat(depth) + line.trimEnd().replaceAll(/^ +| +(?= )/g, (blanks) => '\u00a0'.repeat(blanks.length)))
    isOpen = !isBlank
  }
  return paragraphs.map((lines) => lines.join('\n'))
}

function readLine(line: string): { depth: number; content: string } {
  let at = 0
  let depth = 0
  while (line[at] === '>' || (depth > 0 && line[at] === ' ' && line[at + 1] === '>')) {
    if (line[at] === '>') depth += 1
    at += 1
  }
  if (depth > 0 && line[at] === ' ') at += 1
  return { depth: Math.min(depth, DEEPEST), content: line.slice(at) }
}
