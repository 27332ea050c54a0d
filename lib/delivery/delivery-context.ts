import { randomUUID } from 'node:crypto'
import type { AccountDirectory } from '#lib/accounts/account-directory.ts'
import type { FailedSignIns } from '#lib/accounts/failed-sign-ins.ts'
import type { Log } from '#lib/log/log.ts'
import type { MailStore } from '#lib/mail-store/mail-store.ts'
import type { ProxiedDoor } from '#lib/network/proxied-door.ts'
import { isDiskFull } from '#lib/storage/sqlite.ts'
import type { SMTPServerSession } from 'smtp-server'
import { deliverLocal } from './deliver-local.ts'
import { splitHeader } from './message/header-lines.ts'
import type { LocalDomains } from './recipient.ts'
import type { Relay } from './relay.ts'
import { replies, SmtpReply } from './reply.ts'
import { SpoolProblem, spoolMessage, type SpooledMessage, type SpoolRoom } from './message/spool.ts'
import { localTrace, type Trace } from './message/trace.ts'

/** What every listener works with. */
export interface DeliveryContext {
  readonly accounts: AccountDirectory
  storeOf(account: string): Promise<MailStore>
  readonly domains: LocalDomains
  /** Names this server in greetings and traces. */
  readonly hostname: string
  readonly spoolDirectory: string
  readonly spoolRoom: SpoolRoom
  readonly maxMessageSize: number
  readonly relay: Relay | undefined
  readonly outsideAccount: string | undefined
  readonly magicRecipients: boolean
  readonly counts: DeliveryCounts
  readonly failedSignIns: FailedSignIns
  /** Networks in CIDR form from which many people sign in who are not to pay for one another. */
  readonly gateways: readonly string[]
  /** Accounts that may act for any other by PLAIN. */
  readonly serviceAccounts: readonly string[]
  readonly door: ProxiedDoor
  readonly log: Log
}

/** Grow only, from the start of the process on. */
export interface DeliveryCounts {
  connections: number
  /** Copies put into a mailbox. */
  delivered: number
  /** Messages taken from signed-in senders. */
  submitted: number
  /** Attempts to sign in for submission. */
  signedIn: number
  refused: number
  /** Connections of each. */
  readonly byService: Map<string, number>
}

/** RFC 5321 §6.3: a count of Received lines stops a loop; the threshold is to be at least 100. */
const MOST_HOPS = 100

/** Spools a message as it arrives. Throws SmtpReply. */
export async function receiveMessage(stream: AsyncIterable<Uint8Array>, context: DeliveryContext): Promise<SpooledMessage> {
  try {
    const message = await spoolMessage(stream, { directory: context.spoolDirectory, room: context.spoolRoom, limit: context.maxMessageSize })
    const refusal = (await hasAmbiguousEnd(message)) ? replies.ambiguousEnd() : countReceived(message) > MOST_HOPS ? replies.tooManyHops() : undefined
    if (!refusal) return message
    await message.discard()
    throw refusal
  } catch (error) {
    throw error instanceof SmtpReply ? error : spoolReply(error)
  }
}

/**
 * CR CR LF . CR LF ends a message by RFC 5321 §4.1.1.4, yet there are senders to whom it is text: what stands behind it may then be
 * somebody's words and not commands (SMTP smuggling). Every other form of line end around a dot is text to us as well.
 */
async function hasAmbiguousEnd(message: SpooledMessage): Promise<boolean> {
  const end: Uint8Array[] = []
  for await (const chunk of message.content(Math.max(0, message.size - 3))) end.push(chunk)
  return Buffer.concat(end).toString('latin1') === '\r\r\n'
}

function countReceived(message: SpooledMessage): number {
  return splitHeader(message.header).filter((line) => line.name === 'received').length
}

function spoolReply(error: unknown): SmtpReply {
  const kind = error instanceof SpoolProblem ? error.kind : 'failed'
  const failed = isDiskFull(error instanceof SpoolProblem ? error.cause : error) ? replies.noSpace : replies.storeFailed
  const reply = { 'too-large': replies.tooLarge, 'header-too-large': replies.headerTooLarge, 'cut-off': replies.storeFailed, failed }[kind]()
  return new SmtpReply(reply.responseCode, reply.message, { cause: error })
}

/** A message in its final form: header edited or not, and the rest as it came. */
export interface FinalMessage {
  readonly size: number
  content(): AsyncIterable<Uint8Array>
  /** True when it begins with its text, so that a trace needs a blank line behind it. */
  readonly bare: boolean
  /** Where it goes to several: the same object for all of them, which have these octets in common. */
  readonly token?: object
}

/** The spooled message with another header block. */
export function withHeader(message: SpooledMessage, header: Buffer): FinalMessage {
  const bare = message.header.length === 0 && header.length === 0
  return {
    size: header.length + message.size - message.header.length,
    bare,
    async *content() {
      if (header.length > 0) yield header
      yield* message.content(message.header.length)
    },
  }
}

/** The message as it goes to so many: large content is then stored once. */
export function forSeveral(message: FinalMessage, recipients: number): FinalMessage {
  return recipients > 1 ? { ...message, token: message } : message
}

/** Puts one copy into an account's mailbox, with its trace in front. Throws SmtpReply. */
export async function deliverCopy(
  context: DeliveryContext,
  to: { readonly account: string; readonly detail: string },
  message: FinalMessage,
  trace: Trace,
): Promise<void> {
  const text = localTrace(trace) + (message.bare ? '\r\n' : '')
  const store = await context.storeOf(to.account)
  await deliverLocal(store, to.detail, { trace: text, size: message.size, content: () => message.content(), date: trace.date, token: message.token })
  context.counts.delivered++
}

/** An id for one message's trace and log lines. */
export function newMessageId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 20)
}

/** The sender of the envelope; '' for the null sender. */
export function senderOf(session: SMTPServerSession): string {
  const { mailFrom } = session.envelope
  return mailFrom === false ? '' : mailFrom.address
}

/** The octets that MAIL announced with SIZE (RFC 1870); 0 when it did not. */
export function announcedSize(session: SMTPServerSession): number {
  const { mailFrom } = session.envelope
  const args = mailFrom === false ? false : (mailFrom.args as Readonly<Record<string, unknown>> | false)
  const size = args ? Number(args['SIZE']) : 0
  return Number.isSafeInteger(size) && size > 0 ? size : 0
}

