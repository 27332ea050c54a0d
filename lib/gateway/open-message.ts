import { htmlToText } from '#lib/html/html-to-text.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { readMessage, type ReadBody, type ReadMessage } from '#lib/imap/operations/read-message.ts'
import { readNeighbours, type Neighbours } from '#lib/imap/operations/read-neighbours.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import { attachmentParts, decodedSize, mediaType, partName } from '#lib/mail/reading/attachments.ts'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import type { SortKey } from '#lib/mail/index-page.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { MESSAGE_NOTICES, type AttachmentView, type BodyView, type MessageNotice, type MessageView } from '#lib/mail/reading/message-view.ts'
import { saysSpam } from '#lib/mail/reading/spam-verdict.ts'
import { isViewable } from '#lib/mail/reading/viewable.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { decodeHeaderText } from '#lib/mime/encoded-words.ts'
import { readEnvelope } from '#lib/mime/envelope.ts'
import { decodeFlowed } from '#lib/mime/flowed.ts'
import { parseHeader } from '#lib/mime/header.ts'
import { mayContainRemote } from './remote-content.ts'
import { excerptBody } from './source-excerpt.ts'

export interface OpenOptions {
  /** True only when a person opens the message; listing and prefetching never mark it. */
  readonly markSeen: boolean
  /** The text rather than the HTML, for text browsers and "Show as text". */
  readonly prefer?: 'text' | undefined
  /** The index that the neighbours are taken from; by arrival, newest first, unless said. */
  readonly order?: { readonly sort: SortKey; readonly reverse: boolean; readonly search: string } | undefined
}

/** Characters of text in one body (message-view.ts). */
const TEXT_LIMIT = 256 * 1024
const HEADERS_SHOWN = 1000
const BY_ARRIVAL = { sort: 'arrival', reverse: true, search: '' } as const

/** A message as a person reads it. Throws GatewayError 'no-such-message', 'no-such-mailbox', 'mailbox-replaced'. */
export async function openMessage(connections: AccountConnections, ref: MessageRef, options: OpenOptions): Promise<MessageView> {
  const message = await readMessage(connections, ref, { prefer: options.prefer })
  const neighbours = await readNeighbours(connections, ref, options.order ?? BY_ARRIVAL)
  const marks = options.markSeen && !message.summary.seen && (await markSeen(connections, ref))
  return viewOf(message, ref, { neighbours, seen: message.summary.seen || marks, prefer: options.prefer })
}

/** In a mailbox that may only be read the message stays as it is, and is shown all the same. */
async function markSeen(connections: AccountConnections, ref: MessageRef): Promise<boolean> {
  try {
    await changeFlags(connections, setOf(ref), { operation: 'add', flags: ['\\Seen'] })
    return true
  } catch {
    return false
  }
}

function viewOf(message: ReadMessage, ref: MessageRef, { neighbours, seen, prefer }: { neighbours: Neighbours; seen: boolean; prefer: 'text' | undefined }): MessageView {
  const { date: _, ...envelope } = readEnvelope(message.header)
  const bodies = message.bodies.map((body) => bodyView(body, prefer)).filter((body) => body.text.trim() !== '' || body.kind === 'html')
  const excerpt = message.excerpt && bodies.every((body) => body.text.trim() === '') ? excerptBody(message.excerpt) : undefined
  const shown = excerpt ? [excerpt] : bodies
  const headers = headersOf(message.header)
  return {
    ...message.summary,
    seen,
    mailbox: ref.mailbox,
    envelope,
    headers,
    bodies: shown,
    attachments: message.structure ? attachmentsOf(message.structure, message.bodies) : [],
    ...neighbours,
    notices: noticesOf(message, { headers, bodies: shown, isExcerpt: excerpt !== undefined }),
  }
}

function bodyView(body: ReadBody, prefer: 'text' | undefined): BodyView {
  const { part, plain, octets } = body
  if (!isHtml(part)) return { kind: 'text', section: part.section, ...textOf(body), flowed: isFlowed(part) }
  const html = decodeOctets(octets, charsetOf(part))
  const { text, cut } = plain ? textOf(plain) : limited(htmlToText(html), body.cut)
  if (prefer === 'text') return { kind: 'text', section: part.section, text, flowed: false, cut }
  return { kind: 'html', section: part.section, text, remoteContent: mayContainRemote(html) || body.cut }
}

function isHtml({ type, subtype }: BodyPart): boolean {
  return type === 'text' && subtype === 'html'
}

/** Text with LF line ends; a flowed one with its paragraphs whole. */
function textOf({ part, octets, cut }: ReadBody): { readonly text: string; readonly cut: boolean } {
  const text = decodeOctets(octets, charsetOf(part)).replace(/\r\n?/g, '\n')
  return limited(isFlowed(part) ? decodeFlowed(text, { delSp: part.parameters.delsp?.toLowerCase() === 'yes' }) : text, cut)
}

function limited(text: string, cut: boolean): { readonly text: string; readonly cut: boolean } {
  return { text: text.slice(0, TEXT_LIMIT), cut: cut || text.length > TEXT_LIMIT }
}

function isFlowed(part: BodyPart): boolean {
  return part.subtype === 'plain' && part.parameters.format?.toLowerCase() === 'flowed'
}

function charsetOf(part: BodyPart): string {
  return part.parameters.charset ?? ''
}

/** What is an attachment and not already shown as a body, unless it says that it is one. */
function attachmentsOf(structure: BodyPart, bodies: readonly ReadBody[]): readonly AttachmentView[] {
  const shown = new Set(bodies.filter(({ part }) => part.disposition?.type !== 'attachment' && partName(part) === '').map(({ part }) => part.section))
  return attachmentParts(structure)
    .filter(({ section }) => !shown.has(section))
    .map((part) => ({
      section: part.section,
      name: nameOf(part),
      mediaType: mediaType(part),
      size: decodedSize(part),
      viewable: isViewable(mediaType(part)),
    }))
}

/** A message inside a message is called by its subject. */
function nameOf(part: BodyPart): string {
  const name = partName(part) || (part.envelope && part.envelope.subject !== '' ? `${part.envelope.subject}.eml` : '')
  return name.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 255)
}

function headersOf(header: Uint8Array): MessageView['headers'] {
  return parseHeader(header)
    .slice(0, HEADERS_SHOWN)
    .map(({ start, end, value }) => ({ name: spelledName(header, start, end), value: decodeHeaderText(value) }))
}

/** The name as the sender spelled it. */
function spelledName(header: Uint8Array, start: number, end: number): string {
  return Buffer.from(header.subarray(start, Math.min(end, start + 1000))).toString('latin1').split(':', 1)[0]?.trim() ?? ''
}

function noticesOf(message: ReadMessage, { headers, bodies, isExcerpt }: { headers: MessageView['headers']; bodies: readonly BodyView[]; isExcerpt: boolean }): readonly MessageNotice[] {
  const holds: Readonly<Record<MessageNotice, boolean>> = {
    'broken-structure': message.structure === undefined,
    'source-shown': message.structure !== undefined && isExcerpt,
    'text-cut': bodies.some((body) => body.kind === 'text' && body.cut),
    'header-cut': message.headerCut,
    spam: saysSpam(headers),
  }
  return MESSAGE_NOTICES.filter((notice) => holds[notice])
}
