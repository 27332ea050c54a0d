const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }
const TEXT_LIMIT = 256 * 1024

/**
 * The words of HTML that is too tangled to be read properly: what stands between the tags, found by walking over them once; where that is
 * nothing, what stands in a tag that nobody closes, else in comments and in the title.
 */
export function plainFallback(html: string): string {
  const { words, unclosedAt } = wordsBetweenTags(html)
  if (words !== '') return words
  const isWords = unclosedAt !== undefined && /<[^\p{L}]*[\p{L}\p{N}]/u.test(html.slice(unclosedAt, unclosedAt + 100)) && !html.startsWith('<!', unclosedAt)
  return isWords ? readable(html.slice(unclosedAt)) : hiddenWords(html)
}

/** True for HTML with no letter between its tags and no picture. */
export function isBlankHtml(html: string): boolean {
  return !/<(?:img|image|svg|input|v:imagedata)\b|url\(|background\s*=/i.test(html) && wordsBetweenTags(html).words === ''
}

/** True for sanitized HTML without a letter or a picture, as where a style that nobody ends took all of it. */
export function showsNothing(content: string): boolean {
  return !/<img|url\(|background=/.test(content) && !/[^\s<>]/.test(content.replace(/^<style>[^<]*<\/style>/, '').replace(/<[^>]*>/g, ''))
}

function wordsBetweenTags(html: string): { readonly words: string; readonly unclosedAt: number | undefined } {
  const pieces: string[] = []
  /** Elements that are closed nowhere any more: looking again each time would take the square of the length. */
  const unclosed = new Set<string>()
  let length = 0
  let open = -1
  let end = -1
  for (let at = 0; at < html.length && length < TEXT_LIMIT; ) {
    open = html.indexOf('<', at)
    const piece = html.slice(at, open < 0 ? html.length : open)
    pieces.push(piece)
    length += piece.length
    if (open < 0) break
    const silent = /^<(style|script|head|title)\b/i.exec(html.slice(open, open + 10))?.[1]
    const close = silent === undefined || unclosed.has(silent) ? -1 : html.indexOf(`</${silent}`, open)
    if (silent !== undefined && close < 0) unclosed.add(silent)
    end = html.indexOf('>', close < 0 ? open : close)
    if (/^<(?:br|p|div|tr|li|h[1-6]|table|blockquote)\b/i.test(html.slice(open, open + 12))) pieces.push('\n')
    at = end < 0 ? html.length : end + 1
  }
  return { words: readable(pieces.join('')), unclosedAt: open >= 0 && end < 0 ? open : undefined }
}

/** Where words stand that no browser shows in the page, and what ends each. */
const HIDING: readonly (readonly [start: RegExp, end: string, shown: boolean])[] = [
  [/^<!--(?!\[(?:if|endif))/i, '-->', true],
  [/^<!\[CDATA\[/i, ']]>', true],
  [/^<title\b[^>]{0,100}>/i, '</title', true],
  [/^<style\b/i, '</style', false],
  [/^<script\b/i, '</script', false],
]

/** What stands in comments, CDATA and titles, for HTML that says nothing else. */
function hiddenWords(html: string): string {
  const pieces: string[] = []
  let length = 0
  for (let open = html.indexOf('<'); open >= 0 && length < TEXT_LIMIT; ) {
    const start = html.slice(open, open + 120)
    const hiding = HIDING.find(([begins]) => begins.test(start))
    if (!hiding) {
      open = html.indexOf('<', open + 1)
      continue
    }
    const [begins, ends, shown] = hiding
    const from = open + (begins.exec(start)?.[0].length ?? 0)
    const close = html.indexOf(ends, from)
    if (shown) pieces.push(html.slice(from, close < 0 ? undefined : close))
    length += pieces.at(-1)?.length ?? 0
    if (close < 0) break
    open = html.indexOf('<', close + ends.length)
  }
  return wordsBetweenTags(pieces.join('\n')).words
}

function readable(text: string): string {
  return text
    .slice(0, TEXT_LIMIT)
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\n\s*\n\s*/g, '\n\n')
    .trim()
}
