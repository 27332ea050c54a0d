const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }
const TEXT_LIMIT = 256 * 1024

/** The words of HTML that is too tangled to be read properly: what stands between the tags, found by walking over them once; where that is nothing, what stands in a tag that nobody closes. */
export function plainFallback(html: string): string {
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
  const words = readable(pieces.join(''))
  return words === '' && open >= 0 && end < 0 && /<[^\p{L}]*[\p{L}\p{N}]/u.test(html.slice(open, open + 100)) ? readable(html.slice(open)) : words
}

function readable(text: string): string {
  return text
    .slice(0, TEXT_LIMIT)
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '')
    .replace(/\n\s*\n\s*/g, '\n\n')
    .trim()
}
