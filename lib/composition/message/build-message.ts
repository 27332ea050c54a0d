import type { Address } from '#lib/mail/envelope.ts'
import type { CompositionAttachment, Priority } from '#lib/mail/composition.ts'
import { formatAddress } from '#lib/mime/addresses.ts'
import { encodeWords } from '#lib/mime/encoded-words.ts'
import { encodeFlowed } from '#lib/mime/flowed.ts'
import MailComposer from 'nodemailer/lib/mail-composer'
import { foldLines } from 'nodemailer/lib/mime-funcs'
import MimeNode from 'nodemailer/lib/mime-node'
import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { base64Lines } from './base64-lines.ts'
import { canonicalLines } from './canonical-lines.ts'
import type { WrittenPicture } from './written-pictures.ts'

/** Everything that goes into a message; addresses are parsed and checked, texts hold no CR, LF or NUL except the body's line ends. */
export interface MessageParts {
  readonly messageId: string
  readonly date: Date
  readonly from: Address
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly replyTo: readonly Address[]
  readonly subject: string
  readonly body: string
  /** The same in HTML, '' for none; attachments with a Content-ID belong to it. */
  readonly html: string
  /** `flowed` for readers (RFC 3676); `fixed` brings a draft back to the last blank. */
  readonly format: 'flowed' | 'fixed'
  readonly priority: Priority
  readonly inReplyTo: string
  readonly references: readonly string[]
  readonly attachments: readonly (CompositionAttachment & { readonly file: string })[]
  /** Pictures of the HTML that are no attachments of anybody's. */
  readonly pictures?: readonly WrittenPicture[]
  /** `Postern/0.1.0`. */
  readonly userAgent: string
  /** Header fields of our own, in ASCII or Unicode; encoded where need be. Several values are several fields. */
  readonly extra?: Readonly<Record<string, string | readonly string[]>>
}

/** Fields that only we read, on drafts. */
export const COMPOSITION_HEADER = 'X-Postern-Composition'

/** X-Priority and Importance for mail programs that know one of them; nothing for an ordinary message (RFC 2156 §5.3.4). */
const PRIORITY_FIELDS: Readonly<Record<Priority, Readonly<Record<string, string>>>> = {
  normal: {},
  high: { 'X-Priority': '1 (Highest)', Importance: 'high' },
  low: { 'X-Priority': '5 (Lowest)', Importance: 'low' },
}

/**
 * The octets of the message, streamed with back-pressure; attachments are read from their files as they are needed. Line ends
 * are CRLF. No Bcc: see `writeAddressField`. Fails with the file's error when an attachment cannot be read.
 */
export async function* buildMessage(parts: MessageParts): AsyncGenerator<Uint8Array> {
  const typed = parts.body.replace(/\r\n?/g, '\n')
  // RFC 2046 §4.1.1: a line of text ends in CRLF, inside base64 too.
  const text = `${parts.format === 'flowed' ? encodeFlowed(typed) : typed.replaceAll('\n', '\r\n')}\r\n`
  const places = parts.attachments.map(placeOf)
  const hasMessages = parts.attachments.some(({ mediaType }) => isMessage(mediaType))
  const composer = new MailComposer({
    from: forComposer([parts.from]),
    to: forComposer(parts.to),
    cc: forComposer(parts.cc),
    replyTo: forComposer(parts.replyTo),
    // Encoded here, so that text that looks like an encoded word reaches its readers as it was typed.
    subject: encodeWords(parts.subject),
    messageId: parts.messageId,
    date: parts.date,
    ...(parts.inReplyTo === '' ? {} : { inReplyTo: parts.inReplyTo }),
    ...(parts.references.length === 0 ? {} : { references: [...parts.references] }),
    headers: {
      'User-Agent': parts.userAgent,
      ...PRIORITY_FIELDS[parts.priority],
      ...parts.extra,
      // RFC 2045 §6.4: what holds 8-bit parts says so itself.
      ...(hasMessages ? { 'Content-Transfer-Encoding': '8bit' } : {}),
    },
    alternatives: [
      {
        contentType: `text/plain; charset=utf-8${parts.format === 'flowed' ? '; format=flowed' : ''}`,
        content: text,
        contentTransferEncoding: textEncoding(text),
      },
      ...(parts.html === '' ? [] : [htmlAlternative(parts.html)]),
    ],
    attachments: [...(parts.pictures ?? []).map(forPicture), ...places.map(forAttachment)],
    disableUrlAccess: true,
  })
  yield* withFiles(await composer.compile().build(), places)
}

/** RFC 2046 §5.1.4: the form that is closest to what was written stands last. */
function htmlAlternative(html: string) {
  const document = `<!doctype html>\r\n<html><head><meta charset="utf-8"></head><body>${html.replace(/\r\n?|\n/g, '\r\n')}</body></html>\r\n`
  return { contentType: 'text/html; charset=utf-8', content: document, contentTransferEncoding: textEncoding(document) }
}

/** A field of addresses with its CRLF, folded and encoded; '' without addresses. */
export function writeAddressField(name: 'Bcc' | `Resent-${'From' | 'To' | 'Cc' | 'Bcc'}`, addresses: readonly Address[]): string {
  if (addresses.length === 0) return ''
  return `${foldLines(`${name}: ${MimeNode.encodeHeaderValue('Bcc', forComposer(addresses))}`, 76)}\r\n`
}

/** Sent as it stands when it is short ASCII lines, else in the encoding that stays readable for its script. */
function textEncoding(body: string): '7bit' | 'quoted-printable' | 'base64' {
  // "From " at a line's start and blanks before a line end are changed on the way by old mailboxes and relays.
  if (/^[\t\r\n\x20-\x7e]*$/.test(body) && !/.{900}/.test(body) && !/^From /m.test(body)) return '7bit'
  const others = body.length - (body.match(/[\t\r\n\x20-\x7e]/g)?.length ?? 0)
  return others * 3 < body.length ? 'quoted-printable' : 'base64'
}

/** Single addresses as they were parsed; a group as text, since nodemailer loses one that comes as an object. */
function forComposer(addresses: readonly Address[]): (string | { name: string; address: string })[] {
  return addresses.map((address) => (address.group ? formatAddress(address) : { name: address.name, address: address.address }))
}

/** Where a file belongs: words that nothing else of the message can hold stand for it. */
interface FilePlace {
  readonly attachment: MessageParts['attachments'][number]
  readonly mark: string
}

function placeOf(attachment: FilePlace['attachment']): FilePlace {
  return { attachment, mark: randomBytes(24).toString('base64') }
}

/** RFC 2046 §5.2.1: a message may not be encoded, so it goes as it is; everything else in base64. */
function forAttachment({ attachment: { name, mediaType, contentId }, mark }: FilePlace): object {
  return {
    filename: name === '' ? false : name,
    contentType: mediaType,
    // RFC 2387: with a Content-ID it stands beside the HTML that names it.
    ...(contentId === undefined ? { contentDisposition: 'attachment' } : { contentDisposition: 'inline', cid: contentId }),
    ...(isMessage(mediaType) ? { content: Buffer.from(mark) } : { content: Buffer.from(mark, 'base64'), contentTransferEncoding: 'base64' }),
  }
}

/** The message with its files in their places: the library, through whose streams they would go several times, does not see them. */
async function* withFiles(message: Buffer, places: readonly FilePlace[]): AsyncGenerator<Uint8Array> {
  // Pictures of the HTML stand before the other files, in whatever order they were attached.
  const found = places.map((place) => ({ ...place, at: message.indexOf(place.mark) })).sort((one, other) => one.at - other.at)
  let written = 0
  for (const { attachment, mark, at } of found) {
    yield message.subarray(written, at)
    yield* contentOf(attachment)
    written = at + mark.length
  }
  yield message.subarray(written)
}

/** Octets of a file that are read at a time: whole lines of base64. */
const PIECE = 57 * 4096

/** As it stands in the message, between the header of its part and the next boundary. */
function contentOf({ mediaType, file }: FilePlace['attachment']): AsyncIterable<Uint8Array> {
  const octets = createReadStream(file, { highWaterMark: PIECE }) as AsyncIterable<Uint8Array>
  return isMessage(mediaType) ? canonicalLines(octets) : base64Lines(octets)
}

function forPicture({ contentId, mediaType, content }: WrittenPicture): object {
  return { filename: `picture.${mediaType.slice('image/'.length)}`, contentType: mediaType, contentDisposition: 'inline', cid: contentId, content, contentTransferEncoding: 'base64' }
}

/** True for parts that travel without transfer encoding and may bring 8-bit octets along. */
export function isMessage(mediaType: string): boolean {
  return mediaType.toLowerCase() === 'message/rfc822'
}
