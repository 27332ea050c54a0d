/** Lines of a text at one depth of quoting, ready to be shown. */
export interface TextBlock {
  /** 0 is what the sender wrote, 1 what they quoted, and so on. */
  readonly depth: number
  readonly text: string
}

/** Deeper quoting is shown like this: nobody counts further, and a hostile text could nest without end. */
export const DEEPEST = 9

/**
 * Takes the text of a message apart by depth of quoting; "> > " and ">>" are the same. Paragraphs of flowed text were made
 * whole before. Linear in the length of the text.
 */
export function textBlocks(text: string): readonly TextBlock[] {
  const blocks: { depth: number; lines: string[] }[] = []
  for (const { depth, content } of text.split(/\r\n|\n|\r/).map(readLine)) {
    const block = blocks.at(-1)
    if (block?.depth === depth) block.lines.push(content)
    else blocks.push({ depth, lines: [content] })
  }
  const isBlank = ({ lines }: { lines: string[] }): boolean => lines.every((line) => line.trim() === '')
  // Blank lines between two quotes of one depth belong to neither; those around everything are nobody's.
  return blocks.filter((block, at) => !isBlank(block) || (at > 0 && at < blocks.length - 1)).map(({ depth, lines }) => ({ depth, text: lines.join('\n') }))
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
