import type { NewComposition, QuotedMessage } from '#lib/composition/kept-composition.ts'
import { composedText } from '#lib/html/composing/composed-text.ts'
import { sanitizeComposedHtml, sentPicture } from '#lib/html/composing/sanitize-composed.ts'
import { signatureHtml, type Signature } from '#lib/html/composing/signature-html.ts'
import { lineHtml, QUOTE_STYLE, textToHtml } from '#lib/html/composing/text-to-html.ts'

/** What somebody begins to write into, in HTML. */
export type FormattedBody = Pick<NewComposition, 'format' | 'html' | 'body' | 'quotation'> & { readonly quoted?: QuotedMessage }

/** A longer message that is quoted, or one with a layout of its own, is kept apart: an editor would be slow with it, and would not leave it whole. */
const IN_TEXT = 32 * 1024

/** What is quoted: a line or lines above it, its HTML made safe, and its text as a message in text would quote it. */
export interface QuotedPart {
  readonly above: readonly string[]
  readonly html: string
  readonly text: string
  /** A forwarded message is no quotation of anybody. */
  readonly isMarked: boolean
}

/** Room to write, the signature, and what is quoted where they want it. */
export function formattedBody({ by, place, begun = '' }: { readonly by: Signature; readonly place: 'above' | 'below'; readonly begun?: string }, quoted?: QuotedPart): FormattedBody {
  const block = signatureHtml(by)
  const own = `${begun === '' ? lineHtml('') : textToHtml(begun)}${block === '' ? '' : lineHtml('')}${block}`
  if (!quoted) return bodyOf(own)
  const html = quotationHtml(quoted)
  if (isApart(quoted.html)) return { ...bodyOf(own), quotation: place, quoted: { html, text: quoted.text } }
  const inText = sanitizeComposedHtml(html, { styles: 'dropped', picture: sentPicture })
  return bodyOf(place === 'above' ? `${inText}${own}` : `${own}${lineHtml('')}${inText}`)
}

function bodyOf(html: string): FormattedBody {
  return { format: 'html', html, body: composedText(html), quotation: 'none' }
}

function isApart(html: string): boolean {
  return html.length > IN_TEXT || /<(?:table|style)[\s>]/.test(html)
}

function quotationHtml({ above, html, isMarked }: QuotedPart): string {
  const lines = above.map(lineHtml).join('')
  return isMarked ? `${lines}<blockquote type="cite" style="${QUOTE_STYLE}">${html}</blockquote>` : `${lines}<div><br></div>${html}`
}
