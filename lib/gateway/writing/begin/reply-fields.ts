import { REFERENCE_LIMIT } from '#lib/composition/composition-limits.ts'
import type { NewComposition } from '#lib/composition/kept-composition.ts'
import { readMessageIds, referencesOfReply } from '#lib/composition/message/message-id.ts'
import { quoteText } from '#lib/html/quote-text.ts'
import type { CompositionKind } from '#lib/mail/composition.ts'
import type { Address } from '#lib/mail/envelope.ts'
import { writeMessageId, readMessageId } from '#lib/mail/message-ref.ts'
import { postAddress } from '#lib/mail/reading/lists/list-view.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { formatAddress, formatAddresses, parseAddresses } from '#lib/mime/addresses.ts'
import type { WritingLanguage } from '../writing.ts'
import { authoredFields, withSignature, type Author } from './author.ts'
import { replySubject } from './subject-prefix.ts'

function answerBody(view: MessageView, author: Author): string {
  if (author.quote === 'none') return withSignature(author)
  const quoted = `${attribution(view, author.language)}\n${quoteText(bodyText(view))}\n`
  return author.quote === 'above' ? `${quoted}${withSignature(author)}` : withSignature(author, quoted)
}

const ANSWERS = ['reply', 'reply-all', 'reply-list'] as const
/** To whom an answer goes. */
export type AnswerKind = (typeof ANSWERS)[number]

export function isAnswer(kind: CompositionKind): kind is AnswerKind {
  return (ANSWERS as readonly CompositionKind[]).includes(kind)
}

/**
 * An answer to the sender, or to everybody (RFC 5322 §3.6.2, §3.6.3): the author's own addresses are left out; or to the mailing list alone (RFC 2369 §3.4). Where no list
 * takes any, it goes to the sender, so never to more people than was meant.
 */
export function replyFields(view: MessageView, author: Author, kind: AnswerKind): NewComposition {
  const { to, cc } = kind === 'reply-all' ? answerAll(view, author) : { to: (kind === 'reply-list' && listOf(view)) || answerTo(view, author), cc: [] }
  return {
    kind,
    ...authoredFields(author),
    to: formatAddresses(to),
    cc: formatAddresses(cc),
    subject: replySubject(view.envelope.subject),
    body: answerBody(view, author),
    ...threadFields(view),
    ...originalOf(view),
  }
}

/** In-Reply-To and References of an answer. */
export function threadFields({ envelope, headers }: MessageView): Pick<NewComposition, 'inReplyTo' | 'references'> {
  const references = headers.filter(({ name }) => name.toLowerCase() === 'references').map(({ value }) => value).join(' ')
  const parent = { messageId: envelope.messageId, inReplyTo: envelope.inReplyTo, references }
  return { inReplyTo: readMessageIds(envelope.messageId)[0] ?? '', references: referencesOfReply(parent, REFERENCE_LIMIT) }
}

/** Which message this is about, for the flag that it gets once the answer is sent. */
export function originalOf({ mailbox, id }: MessageView): Pick<NewComposition, 'original'> {
  const ref = readMessageId(id)
  return ref ? { original: { mailbox, id: writeMessageId(ref) } } : {}
}

/** The text of the message as it is shown. */
export function bodyText({ bodies }: MessageView): string {
  return bodies.map(({ text }) => text.replace(/\s+$/, '')).filter((text) => text !== '').join('\n\n')
}

function listOf({ list }: MessageView): readonly Address[] | undefined {
  const post = postAddress(list)
  return post === undefined ? undefined : parseAddresses(post)
}

/** Somebody who answers their own message means its recipients. */
function answerTo({ envelope }: MessageView, { own }: Author): readonly Address[] {
  const sender = reachable(envelope.replyTo) ? envelope.replyTo : envelope.from
  const isOwn = reachable(sender) && members(sender).every(({ address }) => own.has(address.toLowerCase()))
  return (isOwn && [envelope.to, envelope.cc].find(reachable)) || sender
}

/** Whether there is anybody among them to be written to: broken fields and empty groups have nobody. */
function reachable(addresses: readonly Address[]): boolean {
  return members(addresses).some(({ address }) => address !== '')
}

const FOLLOW_UP_LIMIT = 10_000

/** Where its author wants the discussion to go on, as members of mailing lists say who have everything from there already (Mail-Followup-To); empty where they do not say. */
function followUpTo({ headers }: MessageView): readonly Address[] {
  const said = headers.find(({ name }) => name.toLowerCase() === 'mail-followup-to')
  return said ? parseAddresses(said.value.slice(0, FOLLOW_UP_LIMIT)) : []
}

function answerAll(view: MessageView, author: Author): { readonly to: readonly Address[]; readonly cc: readonly Address[] } {
  const wanted = without(followUpTo(view), new Set(author.own))
  if (wanted.length > 0) return { to: wanted, cc: [] }
  const seen = new Set(author.own)
  const first = answerTo(view, author)
  const to = without(first, seen)
  const cc = without([...view.envelope.to, ...view.envelope.cc], seen)
  // Who writes only to themselves still wants an addressee.
  if (to.length === 0 && cc.length === 0) return { to: first, cc: [] }
  return to.length === 0 ? { to: cc, cc: [] } : { to, cc }
}

/** Those not in `seen`, each once; groups give way to their members, who alone can be written to. */
function without(addresses: readonly Address[], seen: Set<string>): readonly Address[] {
  const kept: Address[] = []
  for (const address of members(addresses)) {
    const key = address.address.toLowerCase()
    if (key === '' || seen.has(key)) continue
    seen.add(key)
    kept.push(address)
  }
  return kept
}

function members(addresses: readonly Address[]): readonly Address[] {
  return addresses.flatMap((address) => address.group ?? [address])
}

/** `On 3 February 2026 at 04:05 UTC, Bob Example wrote:`, one line. */
export function attribution({ envelope, date }: MessageView, { locale, quoting }: WritingLanguage): string {
  const sender = envelope.from[0]
  const name = ((sender && (sender.name || formatAddress(sender))) || quoting.somebody).replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
  const when = writeDate(date, locale)
  return when === '' ? quoting.wroteUndated({ name }) : quoting.wrote({ date: when, name })
}

/** A date in UTC for a line of text; '' when it is none. */
export function writeDate(iso: string, locale: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return ''
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(date)
}
