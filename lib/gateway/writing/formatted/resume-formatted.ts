import { composedText } from '#lib/html/composing/composed-text.ts'
import { inlineStyles } from '#lib/html/composing/inline-styles.ts'
import { sanitizeComposedHtml, sentPicture } from '#lib/html/composing/sanitize-composed.ts'
import { textToHtml } from '#lib/html/composing/text-to-html.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import type { Writer } from '../writing.ts'
import type { FormattedStart } from './answer-formatted.ts'
import { isHtmlGivenUp, runHtmlJob } from '../../sanitizing/html-job.ts'
import { carryHtml } from './carry-html.ts'
import { partedHtml } from './whole-message.ts'

/**
 * A draft in HTML, whoever wrote it, with its pictures; what our own keeps apart is apart again. Throws GatewayError 'too-large' for one
 * that is longer than what is read: to go on with a part of it would lose the rest.
 */
export async function resumeFormatted(writer: Writer, view: MessageView, ref: MessageRef): Promise<FormattedStart> {
  const pictures: FormattedStart['pictures'][number][] = []
  let whole = ''
  for (const body of view.bodies) {
    if (body.kind === 'text') {
      whole += textToHtml(body.text)
      continue
    }
    const carried = await carryHtml(writer, ref, { section: body.section, styles: 'quoted', charset: view.charset })
    pictures.push(...carried.pictures)
    whole += carried.html
    if (!carried.isCut) continue
    await writer.writing.spool.remove(pictures.map(({ id }) => id))
    throw new GatewayError('too-large', 'HTML of a draft', { refusal: { name: 'draft-long' } })
  }
  // The line end that a part ends with is none of the text's.
  const apart = quotedApart(whole.trimEnd())
  return { ...apart, format: 'html', body: composedText(apart.html), pictures }
}

/** HTML that a text has replaced, out of our own draft's note: made safe as any other, and left out where it is too tangled for that. */
export async function replacedHtml({ sanitize = async (job) => runHtmlJob(job) }: Writer, html: string): Promise<Apart> {
  try {
    return quotedApart((await sanitize({ html, remoteContent: true, pictures: [], contentUrl: '', composing: 'quoted' })).html)
  } catch (error) {
    if (!isHtmlGivenUp(error)) throw error
    return { html: '', quotation: 'none' }
  }
}

type Apart = Pick<FormattedStart, 'html' | 'quotation' | 'quoted'>

/** What was written, and what it quotes apart. */
function quotedApart(whole: string): Apart {
  const parted = partedHtml(whole)
  const html = sanitizeComposedHtml(parted?.html ?? inlineStyles(whole), { styles: 'dropped', picture: sentPicture })
  return parted ? { html, quotation: parted.place, quoted: { html: parted.quoted, text: composedText(parted.quoted) } } : { html, quotation: 'none' }
}
