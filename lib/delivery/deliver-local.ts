import type { Mailbox, MailStore, NewMessage } from '#lib/mail-store/mail-store.ts'
import { replies, SmtpReply } from './reply.ts'

/** A message as it is to be stored: text in front of it and the octets themselves. */
export interface DeliveredMessage {
  /** Return-Path, Delivered-To and Received; each character one octet of UTF-8 after encoding. */
  readonly trace: string
  /** Octets that follow the trace. */
  readonly size: number
  content(): AsyncIterable<Uint8Array>
  readonly date: Date
  /** Where `content` goes to several: the same object for all of them. */
  readonly token?: object | undefined
}

/**
 * Appends to the mailbox that `detail` names, where it exists, else to INBOX; durable when it resolves.
 * Throws SmtpReply: 452 over quota or disk full, 552 too large, 451 for anything else.
 */
export async function deliverLocal(store: MailStore, detail: string, message: DeliveredMessage): Promise<void> {
  try {
    const mailbox = await mailboxFor(store, detail)
    await mailbox.append(once(asNewMessage(message)))
  } catch (error) {
    throw asReply(error)
  }
}

async function mailboxFor(store: MailStore, detail: string): Promise<Mailbox> {
  const named = detail === '' ? undefined : await store.mailbox(detail).catch(() => undefined) // a detail that cannot be a name
  return named ?? (await store.mailbox('INBOX')) ?? store.create('INBOX')
}

function asNewMessage(message: DeliveredMessage): NewMessage {
  const trace = Buffer.from(message.trace, 'utf8')
  return {
    flags: [],
    internalDate: message.date,
    size: trace.length + message.size,
    ...(message.token && { common: { start: trace.length, token: message.token } }),
    async *content() {
      yield trace
      yield* message.content()
    },
  }
}

/** An iterable of this one value. */
export async function* once<T>(value: T): AsyncGenerator<T> {
  yield value
}

/** The refusal that a failure of the store is. */
export function asReply(error: unknown): SmtpReply {
  if (error instanceof SmtpReply) return error
  const reply = KINDS[problemKind(error)] ?? replies.storeFailed
  return new SmtpReply(reply().responseCode, reply().message, { cause: error })
}

const KINDS: Readonly<Record<string, () => SmtpReply>> = {
  'over-quota': replies.overQuota,
  'too-large': replies.tooLarge,
  'no-space': replies.noSpace,
}

function problemKind(error: unknown): string {
  return error instanceof Error && 'kind' in error && typeof error.kind === 'string' ? error.kind : ''
}

/**
 * Refuses early what would not fit into INBOX: answers at RCPT are given for each recipient, an answer after DATA for all. Quota roots of other
 * mailboxes have no say: nobody knows yet whether the message goes there.
 */
export async function checkQuota(store: MailStore, announced: number): Promise<void> {
  const [root] = await store.quota()
  const { used, limit } = root?.storage ?? { used: 0 }
  if (limit !== undefined && (used >= limit || used + announced > limit)) throw replies.overQuota()
}
