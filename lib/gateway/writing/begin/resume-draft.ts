import { DRAFT_HEADER, readDraftNote, type DraftNote } from '#lib/composition/message/draft-note.ts'
import type { KeptComposition, NewComposition } from '#lib/composition/kept-composition.ts'
import { readMessageIds } from '#lib/composition/message/message-id.ts'
import { openPart } from '#lib/imap/operations/open-part.ts'
import { ensureSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import { BODY_LENGTH, PLAIN, type CompositionAttachment, type Priority, type Reports } from '#lib/mail/composition.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { formatAddresses } from '#lib/mime/addresses.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import { cidUrl } from '#lib/html/composing/sanitize-composed.ts'
import { ADDRESSES_LIMIT } from '#lib/mime/structure/address-scanner.ts'
import { openMessage } from '../../open-message.ts'
import { isFormatted } from '../formatted/answer-formatted.ts'
import { isTextOnly } from '../formatted/keep-format.ts'
import { replacedHtml, resumeFormatted } from '../formatted/resume-formatted.ts'
import { identityAddressed } from '../identity/identities.ts'
import type { Writer } from '../writing.ts'
import { carryAttachments } from './carry-attachments.ts'
import { oneLine } from './subject-prefix.ts'
import { bodyText } from './reply-fields.ts'

interface WrittenMessage {
  readonly view: MessageView
  /** It goes on in HTML. */
  readonly isHtml: boolean
}

/**
 * A draft as a composition, whoever wrote it: addresses (Bcc too), text, priority, thread and attachments as they were. The draft itself stays
 * until the composition is postponed again or sent. A second try to resume finds the first. A message that is no draft
 * is taken as a pattern for a new one and stays for good.
 */
export async function resumeDraft(writer: Writer, ref: MessageRef, charset?: string): Promise<KeptComposition> {
  const { writing, session, connections } = writer
  const draft = { mailbox: ref.mailbox, id: writeMessageId(ref) }
  const open = await writing.store.findByDraft(session.account, draft)
  if (open) return open
  const { view: written, isHtml } = await openWritten(writer, ref, charset)
  const isDraft = written.draft || (await ensureSpecialUse(connections, '\\Drafts', chosenMailboxes(writer.habits))) === ref.mailbox
  const view = isDraft ? written : withoutNote(written)
  const { messageId, ...fields } = fieldsOfDraft(view, identityAddressed(writer, view.envelope.from).from)
  const identity = isDraft ? { draft, ...(messageId === undefined ? {} : { messageId }) } : {}
  const { attachments, ...text } = await contentOfDraft(writer, ref, { view, isHtml })
  try {
    return await writing.store.begin(session.account, { session: session.id, ...fields, ...(isDraft ? {} : { kind: 'new' as const }), ...text, ...identity, attachments })
  } catch (error) {
    await writing.spool.remove(attachments.map(({ id }) => id))
    throw error
  }
}

/** A message that somebody began, in the format in which they may go on. */
export async function openWritten(writer: Writer, ref: MessageRef, charset?: string): Promise<WrittenMessage> {
  const { connections } = writer
  const view = await openMessage(connections, ref, { markSeen: false, charset, wholeHeader: true, ownTexts: true })
  if (holdsMore(view)) throw new GatewayError('too-large', 'header of a draft', { refusal: { name: 'draft-long' } })
  if (!isFormatted(view)) return { view, isHtml: false }
  return isTextOnly(writer) ? { view: await openMessage(connections, ref, { markSeen: false, prefer: 'text', charset, wholeHeader: true, picturesAsFiles: true, ownTexts: true }), isHtml: false } : { view, isHtml: true }
}

/** To go on with a part of its recipients would lose the others. */
function holdsMore(view: MessageView): boolean {
  if (view.notices.includes('header-cut')) return true
  const { to, cc, bcc } = view.envelope
  return noteOf(view)?.typed === undefined && [to, cc, bcc].some((addresses) => addresses.reduce((sum, { group }) => sum + (group?.length ?? 1), 0) >= ADDRESSES_LIMIT)
}

/** Where Thunderbird's drafts say what their header does not: `internal/draft; receipt=1; DSN=0; …`. */
const THUNDERBIRD_HEADER = 'x-mozilla-draft-info'

function reportsOfThunderbird(info: string): Reports {
  const asks = (name: string): boolean => new RegExp(`;\\s*${name}=[1-9]`, 'i').test(info)
  if (asks('receipt')) return asks('DSN') ? 'both' : 'receipt'
  return asks('DSN') ? 'delivery' : 'none'
}

/** A message that came from elsewhere has no say in what only our own drafts say. */
function withoutNote(view: MessageView): MessageView {
  return { ...view, headers: view.headers.filter(({ name }) => ![DRAFT_HEADER.toLowerCase(), THUNDERBIRD_HEADER].includes(name.toLowerCase())) }
}

/** What our own drafts say beside their header, which may take several fields. */
function noteOf({ headers }: MessageView): DraftNote | undefined {
  return readDraftNote(headers.filter(({ name }) => name.toLowerCase() === DRAFT_HEADER.toLowerCase()).map(({ value }) => value).join(''))
}

/** What it says, and its files in the spool. Throws as `resumeFormatted` and `carryAttachments` do. */
export async function contentOfDraft(writer: Writer, ref: MessageRef, { view, isHtml }: WrittenMessage) {
  if (!isHtml) return textOfDraft(writer, ref, view)
  const { pictures, ...text } = await resumeFormatted(writer, view, ref)
  return { ...text, attachments: await carryAttachments(writer, ref, view.attachments, pictures) }
}

/** A text, with the HTML that it has replaced and the pictures of that. */
async function textOfDraft(writer: Writer, ref: MessageRef, view: MessageView) {
  const { html, pictures = [] } = noteOf(view) ?? {}
  const body = await wholeText(writer, ref, view)
  const attachments = await carryAttachments(writer, ref, view.attachments)
  if (html === undefined || isTextOnly(writer)) return { ...PLAIN, body, attachments }
  const known = (each: CompositionAttachment, contentId = ''): CompositionAttachment => (cidUrl(contentId) === undefined ? each : { ...each, contentId })
  const named = pictures.length === attachments.length ? attachments.map((each, at) => known(each, pictures[at])) : attachments
  return { ...(await replacedHtml(writer, html)), format: 'text' as const, body, attachments: named }
}

/** The header of a draft as the fields of the form. */
export function fieldsOfDraft(view: MessageView, from: string): Omit<NewComposition, 'body' | keyof typeof PLAIN> {
  const { envelope } = view
  const header = (name: string): string => view.headers.find((field) => field.name.toLowerCase() === name)?.value ?? ''
  const note = noteOf(view)
  const messageId = readMessageIds(envelope.messageId)[0]
  // Many servers give Reply-To where there is none, from From (RFC 9051 §7.5.2).
  const replyTo = header('reply-to') === '' ? '' : formatAddresses(envelope.replyTo)
  const written = { to: formatAddresses(envelope.to), cc: formatAddresses(envelope.cc), bcc: formatAddresses(envelope.bcc), replyTo }
  return {
    ...written,
    ...note?.typed,
    kind: note?.original ? note.kind : 'resume',
    from,
    subject: oneLine(envelope.subject),
    reports: note?.reports ?? (header('disposition-notification-to') === '' ? reportsOfThunderbird(header(THUNDERBIRD_HEADER)) : 'receipt'),
    followUp: note?.followUp ?? 'none',
    headers: note?.headers ?? '',
    copyTo: note?.copyTo ?? '',
    priority: priorityOf(header('x-priority'), header('importance')),
    inReplyTo: readMessageIds(envelope.inReplyTo)[0] ?? '',
    references: readMessageIds(header('references')),
    ...(note?.original ? { original: note.original, ...(note.others ? { others: note.others } : {}) } : {}),
    ...(messageId === undefined ? {} : { messageId }),
  }
}

function priorityOf(xPriority: string, importance: string): Priority {
  const level = /^\s*([1-5])/.exec(xPriority)?.[1]
  if (level === '1' || level === '2' || /^\s*high/i.test(importance)) return 'high'
  return level === '4' || level === '5' || /^\s*low/i.test(importance) ? 'low' : 'normal'
}

/** The text of the draft, all of it: what a view cuts off would be lost with the old draft. */
async function wholeText({ connections }: Writer, ref: MessageRef, view: MessageView): Promise<string> {
  const [body] = view.bodies
  const isOurs = view.headers.some(({ name }) => name.toLowerCase() === DRAFT_HEADER.toLowerCase())
  const isPlain = view.bodies.length === 1 && body?.kind === 'text' && !body.flowed
  if (!isPlain || !(isOurs || body.cut)) return bodyText(view)
  const { part, content } = await openPart(connections, ref, body.section)
  if (part.type !== 'text' || part.subtype !== 'plain') return bodyText(view)
  const text = decodeOctets(await collect(content as AsyncIterable<Uint8Array>), view.charset ?? part.parameters['charset'] ?? 'utf-8').replace(/\r\n?/g, '\n')
  // The line end that a text part ends with is none of the text's.
  return text.replace(/\n$/, '').replaceAll('\0', '')
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of content) {
    size += chunk.length
    if (size > BODY_LENGTH) {
      throw new GatewayError('too-large', 'text of a draft', { refusal: { name: 'draft-long' } })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
