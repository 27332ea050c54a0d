import { htmlToText } from '#lib/html/html-to-text.ts'
import { isBlankHtml } from '#lib/html/plain-fallback.ts'
import { findTrackers } from '#lib/html/trackers.ts'
import type { ReadBody } from '#lib/imap/reading/read-bodies.ts'
import { attachmentsBeside, decodedSize, mediaType, partName, picturesBeside, visible } from '#lib/mail/reading/attachments.ts'
import { walkParts, type BodyPart } from '#lib/mail/body-structure.ts'
import type { AttachmentView, BodyView, MessageView } from '#lib/mail/reading/message-view.ts'
import { isCalendarPart, ownPageOf } from '#lib/mail/reading/own-page.ts'
import type { Envelope } from '#lib/mail/envelope.ts'
import { UNNAMED_INVITATION } from '#lib/mail/reading/part-file-name.ts'
import { isViewable } from '#lib/mail/reading/viewable.ts'
import { visibleAddress, visibleText } from '#lib/mail/reading/visible-text.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { decodeHtml } from '#lib/mime/decoders/html-charset.ts'
import { decodeHeaderText } from '#lib/mime/encoded-words.ts'
import { decodeFlowed } from '#lib/mime/flowed.ts'
import { parseHeader } from '#lib/mime/header.ts'
import { mayContainRemote } from '../remote-content.ts'

/** Characters of text in one body (message-view.ts). */
export const TEXT_LIMIT = 256 * 1024
const HEADERS_SHOWN = 1000
/** More attachments than these are not listed: a page of ten thousand is none. */
const ATTACHMENTS_SHOWN = 500
/** More pictures than these are not looked for in the HTML that they belong to. */
const PICTURES_SOUGHT = 300

/** How a person wants a message shown: its text rather than the HTML, and by that charset whatever it says itself. */
export interface Wanted {
  readonly prefer?: 'text' | undefined
  readonly charset?: string | undefined
}

/** A body as people see it: of HTML the text, and whether it wants something from elsewhere; where HTML is blank, the plain text that stands for it. */
export function bodyView(body: ReadBody, { prefer, charset }: Wanted): BodyView {
  const { part, plain, octets } = body
  const textOf = (one: ReadBody) => textIn(one, charset ?? charsetOf(one.part))
  if (!isHtml(part)) return { kind: 'text', section: part.section, ...textOf(body), flowed: isFlowed(part) }
  const html = decodeHtml(octets, charset ?? charsetOf(part))
  if (plain && !body.cut && isBlankHtml(html)) return bodyView(plain, { charset })
  const { text, cut } = plain ? textOf(plain) : limited(htmlToText(html), body.cut)
  if (prefer === 'text') return { kind: 'text', section: part.section, text, flowed: false, cut }
  return { kind: 'html', section: part.section, text, remoteContent: mayContainRemote(html) || body.cut, trackers: findTrackers(html) }
}

function isHtml({ type, subtype }: BodyPart): boolean {
  return type === 'text' && subtype === 'html'
}

/** Text with LF line ends; a flowed one with its paragraphs whole. */
function textIn({ part, octets, cut }: ReadBody, charset: string): { readonly text: string; readonly cut: boolean } {
  const text = decodeOctets(octets, charset).replace(/\r\n?/g, '\n')
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

/** What is an attachment and not already shown as a body, unless it says that it is one. An invitation that comes a second time as a file is listed as that file. */
export function attachmentsOf(structure: BodyPart, bodies: readonly ReadBody[]): readonly AttachmentView[] {
  const beside = partsBeside(structure, bodies)
  const isFile = (part: BodyPart): boolean => partName(part) !== ''
  const hasFile = beside.some((part) => isCalendarPart(part) && isFile(part))
  const shown = listed(beside.filter((part) => !hasFile || isFile(part) || !isCalendarPart(part)))
  // The file says nothing of the method: the part that it repeats does.
  const asks = beside.some((part) => ownPageOf(part).asksAnswer)
  return asks ? shown.map((each) => (each.opens === 'calendar' ? { ...each, asksAnswer: true } : each)) : shown
}

/** The pictures that belong to the HTML, for a message that says nothing without them. */
export function picturesOf(structure: BodyPart): readonly AttachmentView[] {
  return listed([...visible(structure, undefined)].map(({ part }) => part).filter(({ type }) => type === 'image'))
}

function listed(parts: readonly BodyPart[]): readonly AttachmentView[] {
  return parts
    .slice(0, ATTACHMENTS_SHOWN)
    .map((part) => ({
      section: part.section,
      name: nameOf(part),
      mediaType: mediaType(part),
      size: decodedSize(part),
      viewable: isViewable(mediaType(part)),
      ...ownPageOf(part),
    }))
}

/** True for a message that has more attachments than are listed. */
export function hasMoreParts(structure: BodyPart | undefined, bodies: readonly ReadBody[]): boolean {
  return structure !== undefined && partsBeside(structure, bodies).length > ATTACHMENTS_SHOWN
}

/** All that is not shown in the message: what there was no room to read is not, and neither is a picture whose HTML is shown without it. */
function partsBeside(structure: BodyPart, bodies: readonly ReadBody[]): readonly BodyPart[] {
  const read = bodies.filter(({ octets, part }) => octets.length > 0 || part.size === 0)
  return attachmentsBeside(structure, read.map(({ part }) => part), unnamedPictures(structure, bodies))
}

/** Those pictures of HTML that is shown without them, or of no HTML at all. */
function unnamedPictures(structure: BodyPart, bodies: readonly ReadBody[]): readonly BodyPart[] {
  const htmlAmong = new Map<BodyPart, readonly string[]>()
  const bodyOf = new Map(bodies.map((body) => [body.part.section, body]))
  return picturesBeside(structure).slice(0, PICTURES_SOUGHT).filter(({ part, among }) => {
    const sections = htmlAmong.get(among) ?? [...walkParts(among)].filter(isHtml).map(({ section }) => section)
    htmlAmong.set(among, sections)
    return sections.every((section) => {
      const body = bodyOf.get(section)
      return body !== undefined && !mayName(body, part)
    })
  }).map(({ part }) => part)
}

/** Whether that HTML may show the picture: it names it, or was not read to its end. */
function mayName({ octets, cut }: ReadBody, { id, location }: BodyPart): boolean {
  const html = Buffer.from(octets.buffer, octets.byteOffset, octets.length)
  const name = id.replace(/^<|>$/g, '')
  return cut || [name, encodeURIComponent(name), encodeURI(name), location].some((each) => each !== '' && html.includes(each))
}

/** A message inside a message is called by its subject, an invitation as programs call it. */
function nameOf(part: BodyPart): string {
  const name = partName(part) || (part.envelope && part.envelope.subject !== '' ? `${part.envelope.subject}.eml` : isCalendarPart(part) ? UNNAMED_INVITATION : '')
  return name.replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 255)
}

/** All header lines, decoded. */
export function headersOf(header: Uint8Array, charset = ''): MessageView['headers'] {
  return parseHeader(header)
    .slice(0, HEADERS_SHOWN)
    .map(({ start, end, value }) => ({ name: spelledName(header, start, end), value: visibleText(decodeHeaderText(value, charset)) }))
}

/** The name as the sender spelled it. */
function spelledName(header: Uint8Array, start: number, end: number): string {
  return Buffer.from(header.subarray(start, Math.min(end, start + 1000))).toString('latin1').split(':', 1)[0]?.trim() ?? ''
}

/** The envelope as it may be shown: no letter in it turns another around or cannot be seen. */
export function visibleEnvelope({ date: _, ...envelope }: Envelope): Omit<Envelope, 'date'> {
  const { subject, from, sender, replyTo, to, cc, bcc } = envelope
  const visible = (addresses: Envelope['from']) => addresses.map(visibleAddress)
  return { ...envelope, subject: visibleText(subject), from: visible(from), sender: visible(sender), replyTo: visible(replyTo), to: visible(to), cc: visible(cc), bcc: visible(bcc) }
}
