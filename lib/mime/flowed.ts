/** Longest line that encodeFlowed makes where words allow it (RFC 3676 §4.2: at most 78, 72 for those who quote it). */
const LINE_LENGTH = 72

interface FlowedLine {
  readonly depth: number
  readonly text: string
  /** Goes on in the next line. */
  readonly soft: boolean
}

/**
 * The text of a format=flowed body with its paragraphs made whole (RFC 3676 §4): one line a paragraph, quoted ones behind
 * "> " for each level. `delSp` is the parameter DelSp=yes: the blank that marks a soft break is none of the text's.
 */
export function decodeFlowed(text: string, options: { readonly delSp: boolean }): string {
  const lines: string[] = []
  let paragraph: { readonly depth: number; readonly pieces: string[] } | undefined
  const finish = (): void => {
    if (paragraph) lines.push(quoteMark(paragraph.depth) + paragraph.pieces.join(''))
    paragraph = undefined
  }
  for (const line of text.split(/\r?\n/).map(readLine)) {
    // RFC 3676 §4.5: a change of depth ends a paragraph, soft break or not.
    if (paragraph && paragraph.depth !== line.depth) finish()
    paragraph ??= { depth: line.depth, pieces: [] }
    paragraph.pieces.push(line.soft && options.delSp ? line.text.slice(0, -1) : line.text)
    if (!line.soft) finish()
  }
  finish()
  return lines.join('\n')
}

function readLine(raw: string): FlowedLine {
  const depth = /^>*/.exec(raw)?.[0].length ?? 0
  // §4.4: one blank behind the quote marks was stuffed in.
  const text = raw.slice(depth).replace(/^ /, '')
  // §4.3: the signature separator ends with a blank and is no soft break.
  return { depth, text, soft: text.endsWith(' ') && text !== '-- ' }
}

function quoteMark(depth: number): string {
  return depth === 0 ? '' : `${'>'.repeat(depth)} `
}

/**
 * Text with one line a paragraph as a format=flowed body (RFC 3676 §4.2): long lines are broken behind blanks, also those that
 * are quoted with ">", and lines that would be mistaken are stuffed. Lines end with CRLF.
 */
export function encodeFlowed(text: string): string {
  return text
    .split(/\r?\n/)
    .flatMap(encodeLine)
    .join('\r\n')
}

function encodeLine(line: string): string[] {
  const marks = /^(?:> ?)*/.exec(line)?.[0] ?? ''
  const depth = marks.replaceAll(' ', '').length
  const rest = line.slice(marks.length)
  if (rest === '-- ') return [quoteMark(depth) + rest]
  // A blank at the end would join the next paragraph.
  const content = rest.trimEnd()
  return wrap(content, LINE_LENGTH - depth - 2).map((piece) => (depth > 0 ? `${quoteMark(depth)}${piece}` : stuff(piece)))
}

/** §4.4: lines that begin with a blank, "From " or ">" get a blank in front. */
function stuff(piece: string): string {
  return /^(?: |From |>)/.test(piece) ? ` ${piece}` : piece
}

/** Pieces of at most `length` where there are blanks; each but the last ends with its blank. */
function wrap(content: string, length: number): string[] {
  const pieces: string[] = []
  let start = 0
  while (content.length - start > length) {
    const behindBlank = content.lastIndexOf(' ', start + Math.max(length, 20) - 1) + 1
    const end = behindBlank > start ? behindBlank : content.indexOf(' ', start) + 1
    if (end <= start) break
    pieces.push(content.slice(start, end))
    start = end
  }
  return [...pieces, content.slice(start)]
}
