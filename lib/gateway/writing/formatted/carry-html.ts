import { readHtml } from '#lib/imap/operations/read-html.ts'
import type { CompositionAttachment } from '#lib/mail/composition.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { decodeHtml } from '#lib/mime/decoders/html-charset.ts'
import { runHtmlJob } from '../../sanitizing/html-job.ts'
import { carryPictures } from '../begin/carry-attachments.ts'
import type { Writer } from '../writing.ts'

/** HTML of a message on the server, as it may be sent on, with those of the message's own pictures that it names, each in the spool, under a Content-ID of ours. */
export interface CarriedHtml {
  readonly html: string
  /** More of it is there than is read. */
  readonly isCut: boolean
  readonly pictures: readonly CompositionAttachment[]
}

interface CarriedPart {
  readonly section: string
  readonly styles: 'dropped' | 'quoted'
  /** Where somebody chose one. */
  readonly charset: string | undefined
}

/**
 * Brings an HTML part along. Throws HtmlGivenUp for what is too tangled, and what
 * `carryAttachments` throws.
 */
export async function carryHtml(writer: Writer, ref: MessageRef, { section, styles, charset }: CarriedPart): Promise<CarriedHtml> {
  const read = await readHtml(writer.connections, ref, section)
  const { sanitize = async (job) => runHtmlJob(job) } = writer
  const own = read.pictures.map((part) => ({ id: part.id, location: part.location, section: part.section }))
  const { html, cut, tickets } = await sanitize({ html: decodeHtml(read.octets, charset ?? read.part.parameters.charset ?? ''), remoteContent: true, pictures: own, contentUrl: '', composing: styles })
  const named = tickets.flatMap(({ ticket, opens }) => {
    const part = 'section' in opens ? read.pictures.find((each) => each.section === opens.section) : undefined
    return part ? [{ part, contentId: ticket }] : []
  })
  return { html, isCut: read.cut || cut, pictures: await carryPictures(writer, ref, named) }
}
