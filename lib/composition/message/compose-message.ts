import type { Reports } from '#lib/mail/composition.ts'
import type { Address } from '#lib/mail/envelope.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { AddressFieldName } from '#lib/mail/refusal.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import { buildMessage, COMPOSITION_HEADER, isMessage, writeAddressField, type MessageParts } from './build-message.ts'
import { checkAddresses, draftAddresses, envelopeAddress, type CheckedAddresses } from '../addresses/check-addresses.ts'
import { ADDRESS_FIELD_LENGTH } from '../composition-limits.ts'
import { DRAFT_HEADER, writeDraftNote, type DraftNote } from './draft-note.ts'
import { readHeaderLines, usableHeaderLines } from './header-lines.ts'
import { redirectMessage } from './redirect-message.ts'
import { picturesApart } from './written-pictures.ts'
import type { KeptComposition } from '../kept-composition.ts'
import { requireWholeFiles } from '../whole-files.ts'
import type { Spool } from '../spool.ts'

/** A message ready to be submitted. */
export interface OutgoingMessage {
  readonly from: string
  readonly recipients: readonly string[]
  /** Its octets, without Bcc. */
  readonly content: AsyncIterable<Uint8Array>
  /** The Bcc field to put before the octets of the sender's own copy; '' without one. */
  readonly bccField: string
  readonly eightBit: boolean
  /** Its sender wants to hear that it was delivered (RFC 3461). */
  readonly wantsDeliveryReport: boolean
}

export interface MessageSources {
  readonly spool: Spool
  /** `Postern/0.1.0`. */
  readonly userAgent: string
  readonly date: Date
  /** Goes along as Organization (RFC 5536 §3.2.7); '' or left out for none. */
  readonly organization?: string
}

/**
 * The message as its recipients get it. Throws GatewayError('invalid') naming the addresses or header lines that cannot be used; so does its content, before
 * the first octet, naming an attachment that is not there whole.
 */
export function composeOutgoing(kept: KeptComposition, sources: MessageSources): OutgoingMessage {
  const addresses = checkAddresses(kept)
  const from = senderOf(kept)
  if (kept.kind === 'redirect') return redirected(kept, { from, addresses, sources })
  const { organization = '' } = sources
  const wants = (report: Reports): boolean => kept.reports === report || kept.reports === 'both'
  const receipt = wants('receipt') ? { 'Disposition-Notification-To': `<${envelopeAddress(from.address)}>` } : {}
  const extra = { ...(organization === '' ? {} : { Organization: organization }), ...readHeaderLines(kept.headers), ...receipt }
  const content = built({ ...partsOf(kept, sources), ...addresses, from, format: 'flowed', extra }, sources.spool)
  const eightBit = kept.attachments.some(({ mediaType }) => isMessage(mediaType))
  return { from: envelopeAddress(from.address), recipients: addresses.recipients, content, bccField: writeBlindCopies(kept, addresses.bcc), eightBit, wantsDeliveryReport: wants('delivery') }
}

function redirected(kept: KeptComposition, { from, addresses, sources }: { readonly from: Address; readonly addresses: CheckedAddresses; readonly sources: MessageSources }): OutgoingMessage {
  const content = redirectMessage(kept, { ...addresses, from, date: sources.date }, sources.spool)
  return { from: envelopeAddress(from.address), recipients: addresses.recipients, content, bccField: writeBlindCopies(kept, addresses.bcc), eightBit: true, wantsDeliveryReport: false }
}

/** The field that only the sender's own copy has in front (RFC 5322 §3.6.3, §3.6.6); '' without blind copies. */
export function writeBlindCopies({ kind }: Pick<KeptComposition, 'kind'>, bcc: readonly Address[]): string {
  return writeAddressField(kind === 'redirect' ? 'Resent-Bcc' : 'Bcc', bcc)
}

/**
 * The message as a draft: with Bcc, with what is no address yet, and with the name by which we find it again. Fails with GatewayError 'too-large' where
 * more was typed into the address fields than a header takes, and with 'invalid' naming an attachment that is not there whole.
 */
export function composeDraft(kept: KeptComposition, sources: MessageSources): AsyncGenerator<Uint8Array> {
  return asDraft(kept, sources, { [COMPOSITION_HEADER]: kept.id })
}

/** The field that names a template. */
export const TEMPLATE_HEADER = 'X-Postern-Template'

/** The message as a template: what a draft of it would be, without the thread and the message that it answers. */
export function composeTemplate({ original: _, others: __, ...kept }: KeptComposition, name: string, sources: MessageSources): AsyncGenerator<Uint8Array> {
  return asDraft({ ...kept, kind: 'new', inReplyTo: '', references: [] }, sources, { [TEMPLATE_HEADER]: name })
}

async function* asDraft(kept: KeptComposition, sources: MessageSources, marks: Readonly<Record<string, string>>): AsyncGenerator<Uint8Array> {
  const { complete, ...addresses } = draftAddresses(kept)
  const { kind, original, others, to, cc, bcc, replyTo, reports, followUp, headers, copyTo } = kept
  const more = { ...(original ? { original } : {}), ...(others ? { others } : {}), ...(copyTo === '' ? {} : { copyTo }), ...(complete ? {} : { typed: { to, cc, bcc, replyTo } }) }
  const note = await writeDraftNote({ kind, reports, followUp, headers, ...more, ...replacedHtml(kept) })
  if (!note) throw new GatewayError('too-large', 'note of a draft', { refusal: { name: 'fields-long', with: { fields: longFields(kept), most: ADDRESS_FIELD_LENGTH / 2 } } })
  const bccField = writeAddressField('Bcc', addresses.bcc)
  if (bccField !== '') yield Buffer.from(bccField)
  const extra = { ...usableHeaderLines(headers), ...marks, [DRAFT_HEADER]: note }
  yield* built({ ...partsOf(kept, sources), ...addresses, from: senderOf(kept), format: 'fixed', extra }, sources.spool)
}

async function* built(parts: MessageParts, spool: Spool): AsyncGenerator<Uint8Array> {
  await requireWholeFiles(spool, parts.attachments)
  yield* buildMessage(parts)
}

function longFields(kept: KeptComposition): readonly AddressFieldName[] {
  const fields: readonly AddressFieldName[] = ['to', 'cc', 'bcc', 'replyTo']
  return fields.filter((field) => kept[field].length > ADDRESS_FIELD_LENGTH / 2)
}

/** What can be brought back where a text has replaced it. */
function replacedHtml({ format, html, attachments }: KeptComposition): Pick<DraftNote, 'html' | 'pictures'> {
  if (format !== 'text' || html === '') return {}
  return { html, pictures: attachments.map(({ contentId = '' }) => contentId) }
}

function partsOf(kept: KeptComposition, { spool, userAgent, date }: MessageSources): Omit<MessageParts, 'from' | 'to' | 'cc' | 'replyTo' | 'format'> {
  const { messageId, subject, body, priority, inReplyTo, references } = kept
  const { html, pictures } = picturesApart(kept.format === 'html' ? kept.html : '')
  const attachments = attachmentsWith(kept, html).map((attachment) => ({ ...attachment, file: spool.path(attachment.id) }))
  return { messageId, subject, body, html, priority, inReplyTo, references, attachments, pictures, userAgent, date }
}

/** A picture that the HTML names no more was taken out of it; in a message without HTML it is a file as any other. */
function attachmentsWith({ attachments }: KeptComposition, html: string): KeptComposition['attachments'] {
  if (html === '') return attachments.map(({ contentId: _, ...attachment }) => attachment)
  return attachments.filter(({ contentId }) => contentId === undefined || html.includes(`cid:${contentId}`))
}

function senderOf({ from }: KeptComposition): Address {
  return parseAddresses(from)[0] ?? { name: '', address: from }
}
