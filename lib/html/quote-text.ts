// Runs in the browser as well: nothing may be imported here that does not.

/** A piece of a plain text for display. Quotes and signatures hold pieces of their own; there are no other levels. */
export type TextSegment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  /** `depth` is the number of marks; they are taken off the text. */
  | { readonly kind: 'quote'; readonly depth: number; readonly segments: readonly TextSegment[] }
  /** Everything from the line "-- " on, that line included (RFC 3676 §4.3). */
  | { readonly kind: 'signature'; readonly segments: readonly TextSegment[] }

const SIGNATURE = '-- '

/** An address of the web, or one of mail; both with bounded look-ahead, so that no text takes more than linear time. */
const LINK = /(?<![\w@])(?:https?:\/\/|www\.(?=\w))[^\s<>"\u0000-\u001f\u007f]{1,2000}|(?<![\w.+@-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?![\w@-])/gi

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

/** The text in pieces for display: quoted passages, the signature, links of http, https and mail addresses, and what is between. */
export function textSegments(text: string): TextSegment[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const signature = lines.indexOf(SIGNATURE)
  const segments = quotesAndText(signature < 0 ? lines : lines.slice(0, signature))
  if (signature >= 0) segments.push({ kind: 'signature', segments: withLinks(lines.slice(signature).join('\n')) })
  return segments
}

function quotesAndText(lines: readonly string[]): TextSegment[] {
  const segments: TextSegment[] = []
  let passage: string[] = []
  let depth = 0
  const finish = (): void => {
    if (passage.length === 0) return
    const content = withLinks(passage.join('\n'))
    if (depth === 0) segments.push(...content)
    else segments.push({ kind: 'quote', depth, segments: content })
    passage = []
  }
  for (const line of lines) {
    const [marks, text] = splitQuote(line)
    if (marks !== depth) finish()
    depth = marks
    passage.push(text)
  }
  finish()
  return segments
}

function withLinks(text: string): TextSegment[] {
  const segments: TextSegment[] = []
  let end = 0
  for (const match of text.matchAll(LINK)) {
    const shown = withoutPunctuation(match[0])
    const href = linkOf(shown)
    if (href === undefined) continue
    if (match.index > end) segments.push({ kind: 'text', text: text.slice(end, match.index) })
    segments.push({ kind: 'link', text: shown, href })
    end = match.index + shown.length
  }
  if (end < text.length) segments.push({ kind: 'text', text: text.slice(end) })
  return segments
}

/** What ends a sentence belongs to no link, nor does a bracket that was opened before it. */
function withoutPunctuation(link: string): string {
  let shown = link
  for (;;) {
    const last = shown.at(-1) ?? ''
    const opens = { ')': '(', ']': '[', '}': '{' }[last]
    const unopened = opens !== undefined && shown.split(opens).length < shown.split(last).length
    if (!unopened && !/[.,;:!?'’”*_]/.test(last)) return shown
    shown = shown.slice(0, -1)
  }
}

function linkOf(shown: string): string | undefined {
  if (/^https?:\/\//i.test(shown)) return URL.canParse(shown) ? shown : undefined
  if (/^www\./i.test(shown)) return URL.canParse(`https://${shown}`) ? `https://${shown}` : undefined
  return `mailto:${shown}`
}
