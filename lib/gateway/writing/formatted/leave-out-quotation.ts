import { composedText } from '#lib/html/composing/composed-text.ts'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { withoutHtmlQuotation, withoutQuotation } from '#lib/mail/writing/without-quotation.ts'
import type { Writer } from '../writing.ts'

/** Takes what the composition quotes out of it, in the form that it is written in. Throws GatewayError 'no-such-composition', 'conflict' where it is on its way. */
export async function leaveOutQuotation({ writing, session }: Writer, id: string): Promise<void> {
  const kept = await writing.store.get(session.account, id)
  await writing.store.save(session.account, id, kept.revision, { ...kept, quotation: 'none', ...withoutIt(kept) })
}

function withoutIt({ format, html, body }: KeptComposition): Pick<KeptComposition, 'html' | 'body'> {
  if (format === 'text') return { html, body: withoutQuotation(body) }
  const left = withoutHtmlQuotation(html)
  return { html: left, body: left === html ? body : composedText(left) }
}
