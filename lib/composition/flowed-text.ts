/** Lines are folded at this many characters, quote marks included (RFC 3676 §4.2 asks for at most 78); beyond 76 they would be encoded. */
const WIDTH = 74

const SIGNATURE = '-- '

/**
 * Typed text as format=flowed (RFC 3676): long lines become paragraphs with soft breaks, lines that begin with ">" stay
 * quoted at their depth, and what would be misread is space-stuffed. Blanks at line ends go, except in a signature's "-- ".
 * Lines are separated by LF.
 */
export function toFlowed(text: string): string {
  return lines(text).flatMap(flowLine).join('\n')
}

/** Typed text with LF between lines, whatever the browser sent. */
export function lines(text: string): string[] {
  return text.replace(/\r\n?/g, '\n').split('\n')
}

function flowLine(line: string): string[] {
  const quote = /^(?:>+ ?)+/.exec(line)?.[0] ?? ''
  const depth = quote.replaceAll(' ', '').length
  const rest = line.slice(quote.length)
  if (rest === SIGNATURE) return [depth > 0 ? `${'>'.repeat(depth)} ${SIGNATURE}` : SIGNATURE]
  const words = rest.trimEnd()
  const prefix = depth > 0 ? `${'>'.repeat(depth)}${words === '' ? '' : ' '}` : ''
  const folded = fold(words, WIDTH - prefix.length)
  return folded.map((piece, index) => {
    const soft = index < folded.length - 1 ? ' ' : ''
    // RFC 3676 §4.4: a line that would begin with a space, ">" or "From " is stuffed with one. Quoted ones already are.
    const stuffed = prefix === '' && /^(?: |>|From )/.test(piece) ? ' ' : ''
    return `${prefix}${stuffed}${piece}${soft}`
  })
}

/** Pieces of at most `width` characters, cut at single blanks; a longer word stays whole. */
function fold(text: string, width: number): string[] {
  const pieces: string[] = []
  let from = 0
  while (text.length - from > width) {
    let cut = lastCut(text, from, from + width)
    if (cut < 0) cut = nextCut(text, from, from + width)
    if (cut < 0) break
    pieces.push(text.slice(from, cut))
    from = cut + 1
  }
  return [...pieces, text.slice(from)]
}

/** A blank with text on both sides; in a run of blanks the last, so that no piece begins with one, and never one that would leave "-- ". */
const isCut = (text: string, from: number, at: number): boolean => text[at] === ' ' && text[at + 1] !== ' ' && at + 1 < text.length && text.slice(from, at) !== '--'

function lastCut(text: string, from: number, to: number): number {
  for (let at = Math.min(to, text.length - 2); at > from; at--) if (isCut(text, from, at)) return at
  return -1
}

function nextCut(text: string, from: number, start: number): number {
  for (let at = start; at < text.length - 1; at++) if (isCut(text, from, at)) return at
  return -1
}
