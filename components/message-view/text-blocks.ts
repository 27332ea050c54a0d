/** Lines of a text at one depth of quoting, ready to be shown. */
export interface TextBlock {
  /** 0 is what the sender wrote, 1 what they quoted, and so on. */
  readonly depth: number
  readonly text: string
}

/** Deeper quoting is shown like this: nobody counts further, and a hostile text could nest without end. */
export const DEEPEST = 9

/**
 * Takes the text of a message apart by depth of quoting. Flowed text (RFC 3676 §4) has its soft line breaks joined and its
 * space-stuffing removed. Linear in the length of the text.
 */
export function textBlocks(text: string, { flowed }: { readonly flowed: boolean }): readonly TextBlock[] {
  const lines = text.split(/\r\n|\n|\r/).map((line) => readLine(line, flowed))
  const blocks: { depth: number; lines: string[]; isOpen: boolean }[] = []
  for (const { depth, content, isSoft } of lines) {
    const block = blocks.at(-1)
    if (!block || block.depth !== depth) blocks.push({ depth, lines: [content], isOpen: isSoft })
    else {
      if (block.isOpen) block.lines[block.lines.length - 1] += content
      else block.lines.push(content)
      block.isOpen = isSoft
    }
  }
  return blocks.map(({ depth, lines: own }) => ({ depth, text: own.join('\n') })).filter(({ text: own }, at, all) => own.trim() !== '' || (at > 0 && at < all.length - 1))
}

function readLine(line: string, flowed: boolean): { depth: number; content: string; isSoft: boolean } {
  let at = 0
  let depth = 0
  // Plain text is often quoted as "> > "; RFC 3676 §4.5 allows no blanks between the marks of flowed text.
  while (line[at] === '>' || (!flowed && depth > 0 && line[at] === ' ' && line[at + 1] === '>')) {
    if (line[at] === '>') depth += 1
    at += 1
  }
  if ((flowed || depth > 0) && line[at] === ' ') at += 1
  const content = line.slice(at)
  // RFC 3676 §4.3: the line that announces a signature is never joined.
  const isSoft = flowed && content.endsWith(' ') && content !== '-- '
  return { depth: Math.min(depth, DEEPEST), content, isSoft }
}
