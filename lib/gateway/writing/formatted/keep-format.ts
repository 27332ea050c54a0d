import type { KeptComposition, SavedFields } from '#lib/composition/kept-composition.ts'
import { composedText } from '#lib/html/composing/composed-text.ts'
import { sanitizeComposedHtml, sentPicture } from '#lib/html/composing/sanitize-composed.ts'
import { SHOWN_AS_TEXT } from '#lib/mail/composition.ts'
import type { Writer } from '../writing.ts'

/**
 * What was typed, with its HTML made safe and its text made from that. A form without scripts showed the text of a message in HTML: where it
 * comes back as it was shown the message stays as it is; where it was changed it is a message in text from now on, with the quoted message below, and
 * the HTML is kept beside it. Where HTML is not to be written, its text alone is kept.
 */
export async function keepFormat(writer: Writer, kept: KeptComposition, fields: SavedFields, posted: string): Promise<SavedFields> {
  // Whoever says nothing of it knows the text alone.
  const knowsText = posted === SHOWN_AS_TEXT || (posted === '' && kept.format === 'html')
  if (knowsText) return isSameText(fields.body, kept.body) ? { ...fields, ...formatOf(kept) } : textOf(writer, kept, { ...fields, quotation: kept.quotation })
  const html = fields.html === kept.html ? kept.html : await safeHtml(writer, fields.html)
  if (fields.format !== 'html') return { ...fields, html: html === '' ? kept.html : html }
  const body = html === kept.html && kept.format === 'html' ? kept.body : composedText(html)
  if (isTextOnly(writer)) return textOf(writer, kept, { ...fields, html, body })
  return { ...fields, html, body }
}

/** Whether an administrator lets nobody write in HTML. */
export function isTextOnly({ habits, imposed }: Pick<Writer, 'habits' | 'imposed'>): boolean {
  return imposed.has('composing.format') && habits['composing.format'] === 'text'
}

function formatOf({ format, html, body, quotation }: KeptComposition): Pick<SavedFields, 'format' | 'html' | 'body' | 'quotation'> {
  return { format, html, body, quotation }
}

async function textOf({ writing, session }: Writer, kept: KeptComposition, fields: SavedFields): Promise<SavedFields> {
  const quoted = kept.format === 'html' && fields.quotation !== 'none' ? await writing.store.quoted(session.account, kept.id) : undefined
  const body = quoted ? (fields.quotation === 'above' ? `${quoted.text}\n\n${fields.body}` : `${fields.body}\n\n${quoted.text}`) : fields.body
  return { ...fields, format: 'text', html: fields.html === '' ? kept.html : fields.html, body }
}

/** Whether a form brought the text back as it was shown: browsers end lines of a posted text with CRLF, and leave out a first empty one. */
export function isSameText(one: string, other: string): boolean {
  const plain = (text: string): string => text.replace(/\r\n?/g, '\n').trim()
  return plain(one) === plain(other)
}

/** Where threads do this, long HTML holds up nobody else. */
async function safeHtml({ sanitize }: Writer, html: string): Promise<string> {
  if (!sanitize || html.length < INLINE) return sanitizeComposedHtml(html, { styles: 'dropped', picture: sentPicture }, HTML_MOST)
  const { html: safe } = await sanitize({ html, remoteContent: true, pictures: [], contentUrl: '', composing: 'dropped' })
  return safe
}

const INLINE = 32 * 1024
const HTML_MOST = 2_000_000
