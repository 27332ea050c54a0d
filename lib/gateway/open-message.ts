import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { readMessage, type ReadMessage } from '#lib/imap/operations/read-message.ts'
import { bodyCharset } from '#lib/imap/reading/message-summary.ts'
import type { ReadBody } from '#lib/imap/reading/read-bodies.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import type { SortKey } from '#lib/mail/index-page.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { MESSAGE_NOTICES, type BodyView, type MessageNotice, type MessageView } from '#lib/mail/reading/message-view.ts'
import { isTnef } from '#lib/mail/reading/packed.ts'
import { senderDoubts, type SenderDoubt } from '#lib/mail/reading/sender-doubts.ts'
import { saysSpam } from '#lib/mail/reading/spam-verdict.ts'
import { readEnvelope } from '#lib/mime/envelope.ts'
import { readList } from '#lib/mail/reading/lists/list-view.ts'
import { readAuthentication } from '#lib/mail/reading/trust/authentication-results.ts'
import { withoutTextFiles } from './parts/files-in-text.ts'
import { textInTnef } from './parts/packed-text.ts'
import { protectionOf } from './reading/protection-of.ts'
import { receiptView, type ReceiptPolicy } from './reading/receipt-view.ts'
import { originView, remoteView } from './reading/remote-view.ts'
import { resentView } from './reading/resent-view.ts'
import { attachmentsOf, bodyView, hasMoreParts, headersOf, picturesOf, TEXT_LIMIT, visibleEnvelope, type Wanted } from './reading/view-parts.ts'
import { textInside } from './signatures/inside-signature.ts'
import { excerptBody } from './source-excerpt.ts'

export interface OpenOptions extends Wanted {
  /** True only when a person opens the message; listing and prefetching never mark it. */
  readonly markSeen: boolean
  /** Names under which the reader's own mail server writes Authentication-Results. */
  readonly trustedHosts?: readonly string[]
  /** Whose pictures from elsewhere the reader shows without being asked (trust/remote-senders.ts). */
  readonly remoteSenders?: readonly string[]
  /** What the reader does about receipts; left out where nobody reads. */
  readonly receipts?: ReceiptPolicy
  /** Octets: a larger message is not opened, its reader is asked first (MessageView `isWithheld`). */
  readonly askAbove?: number | undefined
  /** Reads more of the header than is shown: for whoever writes on it, or answers everybody in it. */
  readonly wholeHeader?: boolean
  /** Takes texts of files and of messages inside for the attachments that they are: for whoever goes on with its text, and takes them along. */
  readonly ownTexts?: boolean
  /** Lists the pictures of its HTML among the attachments: for whoever goes on with its text and would lose them. */
  readonly picturesAsFiles?: boolean
  /** Takes the files that stand in its text by uuencode out of that, and lists them; for whoever reads, and not for whoever goes on with its text. */
  readonly filesInText?: boolean
  /** The index that the neighbours are taken from; by arrival, newest first, unless said. */
  readonly order?: { readonly sort: SortKey; readonly reverse: boolean; readonly search: string } | undefined
}

const BY_ARRIVAL = { sort: 'arrival', reverse: true, search: '' } as const

/** A message as a person reads it. Throws GatewayError 'no-such-message', 'no-such-mailbox', 'mailbox-replaced'. */
export async function openMessage(connections: AccountConnections, ref: MessageRef, options: OpenOptions): Promise<MessageView> {
  const message = await readMessage(connections, ref, { prefer: options.prefer, charset: options.charset, askAbove: options.askAbove, wholeHeader: options.wholeHeader, ownTexts: options.ownTexts, order: options.order ?? BY_ARRIVAL })
  const marks = options.markSeen && !message.isWithheld && !message.summary.seen && (await markSeen(connections, ref))
  return viewOf(message, ref, { seen: message.summary.seen || marks, wanted: { prefer: options.prefer, charset: options.charset }, trusted: options.trustedHosts ?? [], remoteSenders: options.remoteSenders ?? [], receipts: options.receipts, picturesAsFiles: options.picturesAsFiles ?? false, filesInText: options.filesInText ?? false })
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

interface Around {
  readonly seen: boolean
  readonly wanted: Wanted
  readonly trusted: readonly string[]
  readonly remoteSenders: readonly string[]
  readonly receipts: ReceiptPolicy | undefined
  readonly picturesAsFiles: boolean
  readonly filesInText: boolean
}

function viewOf(message: ReadMessage, ref: MessageRef, { seen, wanted, trusted, remoteSenders, receipts, picturesAsFiles, filesInText }: Around): MessageView {
  const texts = message.bodies.map((body) => (filesInText ? withoutTextFiles(body, wanted.charset) : { body, files: [] }))
  const charset = wanted.charset ?? (message.structure && bodyCharset(message.structure))
  const envelope = visibleEnvelope(readEnvelope(message.header, charset))
  const bodies = [...texts.map(({ body }) => bodyView(body, wanted)), ...message.opaque.map(opaqueView)].filter((body) => body.text.trim() !== '' || body.kind === 'html')
  const excerpt = message.excerpt && bodies.every((body) => body.text.trim() === '') ? excerptBody(message.excerpt, wanted.charset) : undefined
  const shown = excerpt ? [excerpt] : bodies
  const files = filesOf(message, shown, picturesAsFiles)
  const headers = headersOf(message.header, charset)
  const authentication = readAuthentication(headers, trusted)
  const list = readList(headers, authentication)
  return {
    ...message.summary,
    ...(wanted.charset === undefined ? {} : { charset: wanted.charset, subject: envelope.subject, from: envelope.from, to: envelope.to }),
    seen,
    mailbox: ref.mailbox,
    envelope,
    ...resentView(message.header),
    headers,
    bodies: shown,
    attachments: [...files, ...texts.flatMap((text) => text.files)],
    ...(filesInText ? picturesBesideOf(message, files) : {}),
    ...message.neighbours,
    ...(shown.some((body) => body.kind === 'html' && body.remoteContent) ? remoteView({ from: envelope.from, authentication, remoteSenders }) : {}),
    ...originView(envelope.from, authentication),
    ...(list ? { list } : {}),
    ...protectionOf(message, shown),
    ...(message.isWithheld ? { isWithheld: true } : {}),
    ...(receipts && !message.isWithheld ? receiptView({ headers, flags: message.flags, isDraft: message.summary.draft, from: envelope.from, authentication }, receipts) : {}),
    notices: noticesOf(message, { headers, bodies: shown, isExcerpt: excerpt !== undefined, doubts: senderDoubts({ ...envelope, headers, trusted }) }),
  }
}

/** The attachments; of a message that has none and no text either, or where that was asked for, its pictures as well, which only a frame would show. */
function filesOf({ structure, bodies }: ReadMessage, shown: readonly BodyView[], picturesAsFiles: boolean): MessageView['attachments'] {
  if (!structure) return []
  const files = attachmentsOf(structure, bodies)
  const isAlone = files.length === 0 && shown.every(({ text }) => text.trim() === '')
  return picturesAsFiles || isAlone ? [...files, ...unlisted(picturesOf(structure), files)] : files
}

/** The pictures that are none of its attachments. */
function picturesBesideOf({ structure }: ReadMessage, files: MessageView['attachments']): Pick<MessageView, 'pictures'> {
  const pictures = structure ? unlisted(picturesOf(structure), files) : []
  return pictures.length === 0 ? {} : { pictures }
}

function unlisted(pictures: MessageView['attachments'], files: MessageView['attachments']): MessageView['attachments'] {
  const listed = new Set(files.map(({ section }) => section))
  return pictures.filter(({ section }) => !listed.has(section))
}

/** Text that lies in its signature, which is checked elsewhere, or in TNEF, which has it whole or not at all. */
function opaqueView({ part, octets, cut }: ReadBody): BodyView {
  if (isTnef(part)) return { kind: 'text', section: part.section, text: textInTnef(octets).slice(0, TEXT_LIMIT), flowed: false, cut: false }
  return { kind: 'text', section: part.section, text: textInside(octets), flowed: false, cut }
}

function noticesOf(message: ReadMessage, { headers, bodies, isExcerpt, doubts }: { headers: MessageView['headers']; bodies: readonly BodyView[]; isExcerpt: boolean; doubts: readonly SenderDoubt[] }): readonly MessageNotice[] {
  const holds: Readonly<Record<MessageNotice, boolean>> = {
    'broken-structure': message.structure === undefined && !message.isWithheld,
    'source-shown': message.structure !== undefined && isExcerpt,
    'text-cut': bodies.some((body) => body.kind === 'text' && body.cut),
    'header-cut': message.headerCut,
    'parts-cut': hasMoreParts(message.structure, message.bodies),
    'sender-unproven': doubts.includes('sender-unproven'),
    'sender-lookalike': doubts.includes('sender-lookalike'),
    'reply-elsewhere': doubts.includes('reply-elsewhere'),
    spam: saysSpam(headers),
  }
  return MESSAGE_NOTICES.filter((notice) => holds[notice])
}
