import type { KeptComposition, NewComposition } from '#lib/composition/kept-composition.ts'
import type { CompositionKind } from '#lib/mail/composition.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Address } from '#lib/mail/envelope.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import { openMessage } from '../../open-message.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { identitiesOf, identityAddressed, reaches } from '../identity/identities.ts'
import type { Writer } from '../writing.ts'
import type { Author } from './author.ts'
import { carryAttachments, carryMessage, carryMessages } from './carry-attachments.ts'
import { attachedFields, forwardFields, redirectFields } from './forward-fields.ts'
import { newFields, type PrefilledFields } from './new-fields.ts'
import { isAnswer, replyFields, type AnswerKind } from './reply-fields.ts'
import { answerFormatted, isFormatted } from '../formatted/answer-formatted.ts'
import { formattedBody } from '../formatted/formatted-body.ts'
import { isTextOnly } from '../formatted/keep-format.ts'
import { resumeDraft } from './resume-draft.ts'
import { templateFields } from './template-fields.ts'

export interface StartRequest {
  readonly kind: CompositionKind
  /** The message that is answered, forwarded or resumed; needed for every kind but `new`, which may be begun from one. */
  readonly original?: MessageRef
  /** Further messages of the same mailbox that are forwarded as attachments, too. */
  readonly others?: readonly MessageRef[]
  readonly prefilled?: PrefilledFields
  /** By which the original is read, whatever it says itself. */
  readonly charset?: string
}

/**
 * Begins a composition: empty, with what a link brings along, as an answer, as a forwarded message with its attachments carried over
 * to the spool, to be redirected as it is, or from a draft. The original stays as it is, its flags too. Throws GatewayError 'no-such-message', 'mailbox-replaced', 'too-large'.
 */
export async function startComposition(writer: Writer, request: StartRequest): Promise<KeptComposition> {
  const { writing, session } = writer
  const begun = await begin(writer, request)
  await writing.store.claim(session.account, begun.id, session.id)
  return begun
}

async function begin(writer: Writer, { kind, original, others = [], prefilled = {}, charset }: StartRequest): Promise<KeptComposition> {
  const { writing, session } = writer
  if (kind === 'new') return writing.store.begin(session.account, { session: session.id, ...beginFormatted(writer, newFields(prefilled, authorOf(writer)), prefilled.body), ...(original ? { original: { mailbox: original.mailbox, id: writeMessageId(original) } } : {}) })
  if (!original) throw new GatewayError('invalid', 'no original', { refusal: { name: 'nothing-chosen' } })
  if (kind === 'resume') return resumeDraft(writer, original, charset)
  if (kind === 'from-template' || kind === 'template') return keep(writer, await templateFields(writer, original, kind))
  if (others.length > 0) return keep(writer, await fieldsFromMessages(writer, kind, [original, ...others]))
  return keep(writer, await fieldsFromMessage(writer, kind, { ref: original, charset }))
}

/** Stores it; when that fails the files that were brought along go again. */
async function keep({ writing, session }: Writer, fields: NewComposition): Promise<KeptComposition> {
  try {
    return await writing.store.begin(session.account, { session: session.id, ...fields })
  } catch (error) {
    await writing.spool.remove((fields.attachments ?? []).map(({ id }) => id))
    throw error
  }
}

async function fieldsFromMessage(writer: Writer, kind: Exclude<CompositionKind, 'new' | 'resume' | 'from-template' | 'template'>, { ref, charset }: { readonly ref: MessageRef; readonly charset: string | undefined }): Promise<NewComposition> {
  const formatted = isAnswer(kind) || kind === 'forward' ? await formattedFields(writer, kind, { ref, charset }) : undefined
  if (formatted) return formatted
  const view = await openMessage(writer.connections, ref, { markSeen: false, prefer: 'text', charset, wholeHeader: true, picturesAsFiles: true, ownTexts: kind === 'forward' })
  const author = authorOf(writer, view)
  if (isAnswer(kind)) return replyFields(view, author, kind)
  if (kind === 'forward-attached') return { ...attachedFields(view, author), attachments: [await carryMessage(writer, ref, view.envelope.subject)] }
  if (kind === 'redirect') return { ...redirectFields(view, author), attachments: [await carryMessage(writer, ref, view.envelope.subject)] }
  // What was too long to be shown goes along whole.
  const isCut = view.bodies.some((body) => body.kind === 'text' && body.cut)
  if (isCut) return { ...forwardFields(view, author), attachments: [await carryMessage(writer, ref, view.envelope.subject)] }
  return { ...forwardFields(view, author), attachments: await carryAttachments(writer, ref, view.attachments) }
}

/** An answer in HTML, where that is how they write, or how the message is written that they answer. */
async function formattedFields(writer: Writer, kind: AnswerKind | 'forward', { ref, charset }: { readonly ref: MessageRef; readonly charset: string | undefined }): Promise<NewComposition | undefined> {
  const { 'composing.format': usual, 'composing.format_of_original': follows } = writer.habits
  if (isTextOnly(writer) || (usual === 'text' && !follows)) return undefined
  const view = await openMessage(writer.connections, ref, { markSeen: false, charset, wholeHeader: true, ownTexts: kind === 'forward' })
  if (follows && !isFormatted(view)) return undefined
  const author = authorOf(writer, view)
  const fields = kind === 'forward' ? forwardFields(view, author) : replyFields(view, author, kind)
  const { pictures, ...body } = await answerFormatted(writer, view, { ref, author, kind: kind === 'forward' ? 'forward' : 'reply' })
  const attachments = kind === 'forward' ? await carryAttachments(writer, ref, view.attachments, pictures) : pictures
  return { ...fields, ...body, attachments }
}

/** A new message in HTML, where they write so. */
function beginFormatted(writer: Writer, fields: NewComposition, begun = ''): NewComposition {
  if (writer.habits['composing.format'] !== 'html') return fields
  return { ...fields, ...formattedBody({ by: authorOf(writer), place: 'below', begun }) }
}

/** Several messages go along whole, whatever was asked for; the first gives its subject. */
async function fieldsFromMessages(writer: Writer, kind: CompositionKind, refs: readonly MessageRef[]): Promise<NewComposition> {
  if (kind !== 'forward-attached') throw new GatewayError('invalid', `${kind} of several messages`)
  const views = await inTurn(refs, (ref) => openMessage(writer.connections, ref, { markSeen: false, prefer: 'text' }))
  const [first] = views
  if (!first) throw new GatewayError('invalid', 'no original')
  const attachments = await carryMessages(writer, refs.map((ref, at) => ({ ref, subject: views[at]?.envelope.subject ?? '' })))
  return { ...attachedFields(first, authorOf(writer, first)), others: refs.slice(1).map(writeMessageId), attachments }
}

/** One after the other: a server is not asked for a hundred messages at once. */
async function inTurn<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<readonly R[]> {
  const done: R[] = []
  for (const one of all) done.push(await work(one))
  return done
}

/** Who writes: the identity that the message was addressed to, every spelling under which mail to them comes, and how they like to write. */
export function authorOf(writer: Writer, answered?: MessageView): Author {
  const { session, habits, imposed, language } = writer
  const own = [...identitiesOf(writer).map(({ address }) => address), session.address, session.user].filter((each) => each.includes('@'))
  const addressed = answered ? addressedIn(answered, own) : []
  const { from, replyTo, signature, formatted } = identityAddressed(writer, addressed)
  const people = answered ? [...addressed, ...answered.envelope.to, ...answered.envelope.cc, ...answered.envelope.from, ...answered.envelope.replyTo].flatMap((each) => each.group ?? [each]) : []
  const subAddresses = people.map(({ address }) => address).filter((address) => reaches(own, address))
  return {
    from,
    own: new Set([...own, ...subAddresses].map((each) => each.toLowerCase())),
    replyTo,
    // Imposed ones are added when it goes out, and need not be typed.
    blindCopies: imposed.has('composing.blind_copies') ? [] : habits['composing.blind_copies'],
    signature,
    formatted,
    quote: habits['composing.quote'],
    reports: habits['composing.receipts'] ? 'receipt' : 'none',
    language,
  }
}

/** Where servers write for whom a message came that names its reader nowhere: a blind copy, or mail to an alias or a list. */
const DELIVERED_TO = ['delivered-to', 'x-delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']
/** Of such fields a message has a few; further ones are somebody's play. */
const MOST_DELIVERIES = 10

function addressedIn({ envelope, headers }: MessageView, own: readonly string[]): readonly Address[] {
  // What one wrote oneself goes on under the same name.
  if (envelope.from.some(({ address }) => reaches(own, address))) return envelope.from
  const delivered = headers.filter(({ name }) => DELIVERED_TO.includes(name.toLowerCase())).slice(0, MOST_DELIVERIES)
  return [...envelope.to, ...envelope.cc, ...delivered.flatMap(({ value }) => parseAddresses(value.slice(0, 1_000)))]
}
