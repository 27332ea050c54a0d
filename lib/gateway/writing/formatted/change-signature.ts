import { sanitizeComposedHtml, sentPicture } from '#lib/html/composing/sanitize-composed.ts'
import { lineHtml } from '#lib/html/composing/text-to-html.ts'
import { signatureHtml } from './formatted-body.ts'

/**
 * The same HTML with another signature: in place of the one before, where it stands as it was put there, outside of what is quoted; below everything where there was none. Whoever
 * has changed it by hand keeps it.
 */
export function changeSignature(html: string, before: string, after: string): string {
  const [old, block] = [blockOf(before), blockOf(after)]
  if (old === block) return html
  if (old === '') return isThere(html, block) ? html : `${html}${lineHtml('')}${block}`
  const at = placeOf(html, old)
  return at < 0 ? html : html.slice(0, at) + block + html.slice(at + old.length)
}

const isThere = (html: string, block: string): boolean => placeOf(html, block) >= 0

/** As it stands in what is kept, where everything has been made safe. */
function blockOf(signature: string): string {
  return sanitizeComposedHtml(signatureHtml(signature), { styles: 'dropped', picture: sentPicture })
}

/** Where that block stands outside of every quotation: a quoted message may end with the same one. */
function placeOf(html: string, block: string): number {
  for (let at = html.indexOf(block); at >= 0; at = html.indexOf(block, at + 1)) {
    const above = html.slice(0, at)
    if (above.split('<blockquote').length === above.split('</blockquote').length) return at
  }
  return -1
}
