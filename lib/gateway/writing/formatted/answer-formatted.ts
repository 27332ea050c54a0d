import type { NewComposition } from '#lib/composition/kept-composition.ts'
import { textToHtml } from '#lib/html/composing/text-to-html.ts'
import { quoteText } from '#lib/html/quote-text.ts'
import type { CompositionAttachment } from '#lib/mail/composition.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { BodyView, MessageView } from '#lib/mail/reading/message-view.ts'
import { isHtmlGivenUp } from '../../sanitizing/html-job.ts'
import { forwardedHeader } from '../begin/forward-fields.ts'
import type { Author } from '../begin/author.ts'
import { attribution, bodyText } from '../begin/reply-fields.ts'
import type { Writer } from '../writing.ts'
import { carryHtml } from './carry-html.ts'
import { formattedBody, type QuotedPart } from './formatted-body.ts'

export type FormattedStart = Pick<NewComposition, 'format' | 'html' | 'body' | 'quotation' | 'quoted'> & { readonly pictures: readonly CompositionAttachment[] }

/** What an answer in HTML, or a forwarded message, begins with: the HTML that is quoted as it is, its pictures brought along. */
export async function answerFormatted(writer: Writer, view: MessageView, { ref, author, kind }: { readonly ref: MessageRef; readonly author: Author; readonly kind: 'reply' | 'forward' }): Promise<FormattedStart> {
  if (kind === 'reply' && author.quote === 'none') return { ...formattedBody({ by: author, place: 'below' }), pictures: [] }
  const { html, pictures } = await quotedBodies(writer, ref, view)
  const place = kind === 'reply' && author.quote === 'above' ? 'above' : 'below'
  return { ...formattedBody({ by: author, place }, quotedPart(view, { html, author, kind })), pictures }
}

function quotedPart(view: MessageView, { html, author, kind }: { readonly html: string; readonly author: Author; readonly kind: 'reply' | 'forward' }): QuotedPart {
  const above = kind === 'reply' ? [attribution(view, author.language)] : forwardedHeader(view, author.language).split('\n')
  const text = kind === 'reply' ? quoteText(bodyText(view)) : `\n${bodyText(view)}`
  return { above, html, text: `${above.join('\n')}\n${text}\n`, isMarked: kind === 'reply' }
}

/** The bodies of a message as HTML to write on, those in text as the lines that they have. */
async function quotedBodies(writer: Writer, ref: MessageRef, view: MessageView): Promise<{ readonly html: string; readonly pictures: readonly CompositionAttachment[] }> {
  const pictures: CompositionAttachment[] = []
  let html = ''
  for (const body of view.bodies) {
    const carried = body.kind === 'html' ? await htmlOf(writer, ref, body, view.charset) : { html: textToHtml(body.text), pictures: [] }
    html += carried.html
    pictures.push(...carried.pictures)
  }
  return { html, pictures }
}

/** The text of what is too tangled to be made safe, or too long to be quoted whole. */
async function htmlOf(writer: Writer, ref: MessageRef, body: BodyView, charset: string | undefined): Promise<{ readonly html: string; readonly pictures: readonly CompositionAttachment[] }> {
  try {
    return await carryHtml(writer, ref, { section: body.section, styles: 'quoted', charset })
  } catch (error) {
    if (!isHtmlGivenUp(error)) throw error
    return { html: textToHtml(body.text), pictures: [] }
  }
}

/** Whether the message has a body in HTML. */
export function isFormatted({ bodies }: MessageView): boolean {
  return bodies.some(({ kind }) => kind === 'html')
}

