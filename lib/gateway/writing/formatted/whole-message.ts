import type { CompositionStore } from '#lib/composition/composition-store.ts'
import type { KeptComposition, QuotedMessage } from '#lib/composition/kept-composition.ts'
import { QUOTATION_CLASS } from '#lib/html/composing/sanitize-composed.ts'

/** The composition with the message that it quotes in its HTML and in its text, as it is sent and put into Drafts; in HTML that a text has replaced as well, whose text has it. */
export async function wholeMessage(store: CompositionStore, account: string, kept: KeptComposition): Promise<KeptComposition> {
  if (kept.quotation === 'none' || (kept.format === 'text' && kept.html === '')) return kept
  const quoted = await store.quoted(account, kept.id)
  if (!quoted) return kept
  const { html, body } = joined(kept, quoted)
  return { ...kept, html, ...(kept.format === 'html' ? { body } : {}) }
}

/** As it comes back when it is made safe. */
const OPEN = `<div class="${QUOTATION_CLASS}" id="${QUOTATION_CLASS}">`
/** Around what is written below a quoted message, so that its end is found again. */
const OWN = '<div id="mail-own">'
const CLOSE = '</div>'

function joined({ html, body, quotation }: KeptComposition, quoted: QuotedMessage): Pick<KeptComposition, 'html' | 'body'> {
  const block = `${OPEN}${quoted.html}${CLOSE}`
  if (quotation === 'above') return { html: `${block}${OWN}${html}${CLOSE}`, body: `${quoted.text}\n\n${body}` }
  return { html: `${html}${block}`, body: `${body}\n\n${quoted.text}` }
}

/** What `wholeMessage` joined, apart again once it was made safe: its style sheet, which stands before everything then, belongs to what is quoted. Undefined where it is not as we write it. */
export function partedHtml(safe: string): { readonly html: string; readonly quoted: string; readonly place: 'above' | 'below' } | undefined {
  const style = /^<style>[^<]*<\/style>/.exec(safe)?.[0] ?? ''
  const html = safe.slice(style.length)
  // The first one: what is written itself has no classes, and a quoted message may hold older ones.
  const at = html.indexOf(OPEN)
  if (at < 0 || !html.endsWith(CLOSE)) return undefined
  if (at > 0) return { html: html.slice(0, at), quoted: style + html.slice(at + OPEN.length, -CLOSE.length), place: 'below' }
  const own = html.lastIndexOf(CLOSE + OWN)
  return own < 0 ? undefined : { html: html.slice(own + CLOSE.length + OWN.length, -CLOSE.length), quoted: style + html.slice(OPEN.length, own), place: 'above' }
}
