import { sanitizeComposedHtml, sentPicture } from '#lib/html/composing/sanitize-composed.ts'
import { signatureHtml, type Signature } from '#lib/html/composing/signature-html.ts'
import { lineHtml } from '#lib/html/composing/text-to-html.ts'

/**
 * The same HTML with another signature: in place of the one before, where it stands as it was put there, outside of what is quoted; below everything where there was none. Whoever
 * has changed it by hand keeps it.
 */
export function changeSignature(html: string, before: Signature, after: Signature): string {
  const [old, block] = [blockOf(before), blockOf(after)]
  if (old === block) return html
  if (old === '') return placeOf(html, block) ? html : `${html}${lineHtml('')}${block}`
  const place = placeOf(html, old)
  return place ? html.slice(0, place.from) + block + html.slice(place.to) : html
}

/** Whether it stands there, as it was put there, outside of what is quoted. */
export function hasSignature(html: string, by: Signature): boolean {
  return placeOf(html, blockOf(by)) !== undefined
}

/** As it stands in what is kept, where everything has been made safe. */
function blockOf(by: Signature): string {
  return sanitizeComposedHtml(signatureHtml(by), { styles: 'dropped', picture: sentPicture })
}

interface Place {
  readonly from: number
  readonly to: number
}

/** Where that block stands outside of every quotation: a quoted message may end with the same one. In a draft that is resumed its pictures have other names. */
function placeOf(html: string, block: string): Place | undefined {
  const pattern = new RegExp(block.split(PICTURE).map((text) => RegExp.escape(text)).join(PICTURE.source), 'g')
  for (const { index, 0: found } of html.matchAll(pattern)) {
    const above = html.slice(0, index)
    if (above.split('<blockquote').length === above.split('</blockquote').length) return { from: index, to: index + found.length }
  }
  return undefined
}

const PICTURE = / src="[^"]*"/
