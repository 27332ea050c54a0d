// Runs in the browser as well: nothing may be imported here that does not.

/** The line that says whose the quoted text is: every language ends it so. */
const ATTRIBUTION = /[:：]\s*$/

/** Whether a text quotes another one. */
export function hasQuotation(text: string): boolean {
  return /^>/m.test(text)
}

/** A text without what it quotes, and without the line above the first quoted one that says whose it is; what was written between is kept. */
export function withoutQuotation(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const first = lines.findIndex((line) => line.startsWith('>'))
  if (first < 0) return text
  const attribution = ATTRIBUTION.test(lines[first - 1] ?? '') ? first - 1 : -1
  const kept = lines.filter((line, at) => !line.startsWith('>') && at !== attribution)
  return kept.join('\n').replace(/\n{4,}/g, '\n\n\n').replace(/\n+$/, '\n')
}

const OPEN = '<blockquote type="cite"'
const CLOSE = '</blockquote>'

/** Whether HTML of ours quotes another message. */
export function hasHtmlQuotation(html: string): boolean {
  return html.includes(OPEN)
}

/** The same for HTML that was made safe: each quotation with all that it quotes, and the line above the first. */
export function withoutHtmlQuotation(html: string): string {
  let kept = ''
  let rest = html
  for (let at = rest.indexOf(OPEN); at >= 0; at = rest.indexOf(OPEN)) {
    const above = rest.slice(0, at)
    kept += kept === '' ? above.replace(/<div>[^<]*[:：]\s*<\/div>$/, '') : above
    rest = rest.slice(endOf(rest, at))
  }
  return kept + rest
}

/** Behind the end of the quotation that begins there, whatever it holds. */
function endOf(html: string, from: number): number {
  let depth = 0
  for (const { index, 0: tag } of html.slice(from).matchAll(/<blockquote[\s>]|<\/blockquote>/g)) {
    depth += tag === CLOSE ? -1 : 1
    if (depth === 0) return from + index + CLOSE.length
  }
  return html.length
}
