import type { QuotedMessage } from '#lib/composition/kept-composition.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { PageScheme } from '#lib/html/dark/own-scheme.ts'
import { randomBytes } from 'node:crypto'
import { frameDocument, type DocumentNotices } from '#lib/html/frame-document.ts'
import type { TicketContent } from '../../tickets.ts'
import type { Writer } from '../writing.ts'
import { spooledOctets } from './composed-picture.ts'

interface QuotationRequest {
  readonly scheme: PageScheme
  readonly notices: DocumentNotices
  /** The URL before a ticket, in full. */
  readonly contentUrl: string
  /** From now on that ticket opens that. */
  readonly admit: (ticket: string, content: TicketContent) => void
}

/** The message that a composition quotes apart. Throws GatewayError 'no-such-part' for none, 'no-such-composition'. */
export async function quotedMessage({ writing, session }: Writer, id: string): Promise<QuotedMessage> {
  await writing.store.get(session.account, id)
  const quoted = await writing.store.quoted(session.account, id)
  if (!quoted) throw new GatewayError('no-such-part', 'quotation')
  return quoted
}

/** The document of its frame. It was made safe when the composition began; pictures from elsewhere are held back by the frame's policy, whoever gets the message has them where they are. */
export async function quotationDocument(writer: Writer, id: string, { scheme, notices, contentUrl, admit }: QuotationRequest): Promise<string> {
  const { html } = await quotedMessage(writer, id)
  const { attachments } = await writer.writing.store.get(writer.session.account, id)
  const urls = new Map<string, string>()
  for (const attachment of attachments) {
    if (attachment.contentId === undefined || !html.includes(`cid:${attachment.contentId}`)) continue
    const ticket = randomBytes(24).toString('base64url')
    admit(ticket, { kind: 'picture', open: () => spooledOctets(writer, attachment) })
    urls.set(attachment.contentId, contentUrl + ticket)
  }
  const content = html.replaceAll(/ src="https?:[^"]*"/g, '').replace(/cid:([\w.@+$-]{1,200})/g, (whole, contentId: string) => urls.get(contentId) ?? whole)
  return frameDocument({ content: `<div class="mail-quotation">${content}</div>`, isCut: false, doubtfulLinks: [], scheme }, notices)
}
