import type { SMTPServerSession } from 'smtp-server'
import { asReply, checkQuota } from './deliver-local.ts'
import { announcedSize, deliverCopy, forSeveral, newMessageId, receiveMessage, senderOf, withHeader, type DeliveryContext, type FinalMessage } from './delivery-context.ts'
import { writeFailureNotice, type FailureNotice } from './message/failure-notice.ts'
import { actOnMagicRecipient, isMagicRecipient } from './magic-recipient.ts'
import { belongsTo, resolveRecipient, splitAddress, type Recipient } from './recipient.ts'
import { replies } from './reply.ts'
import { authorAddresses, completeHeader } from './message/submitted-header.ts'
import { receivedLine, type Trace } from './message/trace.ts'

type Failures = FailureNotice['failures']

/** Mail from our own users, signed in (RFC 6409). */
export class MailSubmission {
  readonly #context: DeliveryContext
  constructor(context: DeliveryContext) {
    this.#context = context
  }

  /** Throws SmtpReply unless the sender is the account's own address, or the null sender (receipts have it). */
  checkSender(address: string, account: string): void {
    if (address !== '' && !belongsTo(account, address, this.#context.domains)) throw replies.foreignSender()
  }

  /** Throws SmtpReply for a recipient that the message cannot reach. */
  async checkRecipient(address: string, session: SMTPServerSession): Promise<void> {
    const { magicRecipients, relay, outsideAccount, storeOf } = this.#context
    if (magicRecipients) await actOnMagicRecipient(address)
    const recipient = await this.#resolve(address)
    if (recipient.kind === 'unknown') throw replies.unknownRecipient()
    if (recipient.kind === 'local') await checkQuota(await storeOf(recipient.account), announcedSize(session))
    else if (!relay && outsideAccount === undefined) throw replies.notRelayed()
  }

  /**
   * Resolves when every recipient has the message, durably in the store or with the relay; throws SmtpReply when none has.
   * Where some have and others do not, the sender finds a notice in INBOX that says which.
   */
  async submit(stream: AsyncIterable<Uint8Array>, session: SMTPServerSession, account: string): Promise<void> {
    const spooled = await receiveMessage(stream, this.#context)
    const { domains, log, counts } = this.#context
    const id = newMessageId()
    const date = new Date()
    try {
      this.#checkAuthors(spooled.header, account)
      const header = completeHeader(spooled.header, { date, messageId: `${id}@${domains.primary}` })
      const message = withHeader(spooled, header)
      const recipients = await Promise.all(session.envelope.rcptTo.map(({ address }) => this.#resolve(address)))
      const trace = { returnPath: senderOf(session), deliveredTo: '', by: this.#context.hostname, protocol: session.transmissionType, id, date }
      // The relay comes first: it is the likelier to refuse, and then nobody has anything yet.
      const relayed = await this.#sendOutside(recipients, message, trace)
      const failures = [...relayed, ...(await this.#deliverLocally(recipients, message, trace))]
      if (failures.length === recipients.length) throw asReply(failures[0]?.cause)
      counts.submitted++
      log.info('message submitted', { id, session: session.id, account, size: message.size, recipients: recipients.length, failed: failures.length })
      if (failures.length > 0) await this.#notify(account, trace, failures, header)
    } finally {
      await spooled.discard()
    }
  }

  async #resolve(address: string): Promise<Recipient> {
    if (this.#context.magicRecipients && isMagicRecipient(address)) return { kind: 'outside', address }
    return resolveRecipient(address, this.#context.domains, this.#context.accounts)
  }

  // Nobody writes in another user's name; a From at a foreign domain is the person's own affair.
  #checkAuthors(header: Buffer, account: string): void {
    const { domains } = this.#context
    for (const address of authorAddresses(header)) {
      if (domains.has(splitAddress(address).domain) && !belongsTo(account, address, domains)) throw replies.foreignAuthor()
    }
  }

  async #sendOutside(recipients: readonly Recipient[], message: FinalMessage, trace: Trace): Promise<readonly Failure[]> {
    const outside = recipients.filter((recipient) => recipient.kind === 'outside').map((recipient) => recipient.address)
    if (outside.length === 0) return []
    const { relay, outsideAccount } = this.#context
    if (relay) {
      try {
        const refused = await relay.send({ from: trace.returnPath, to: outside }, withTrace(message, trace))
        return refused.map((one) => ({ ...one, cause: undefined }))
      } catch (error) {
        if (outside.length === recipients.length) throw error
        return outside.map((address) => failureOf(address, error))
      }
    }
    if (outsideAccount === undefined) throw replies.notRelayed()
    return this.#deliverEach(outside.map((address) => ({ address, account: outsideAccount, detail: '' })), message, trace)
  }

  #deliverLocally(recipients: readonly Recipient[], message: FinalMessage, trace: Trace): Promise<readonly Failure[]> {
    return this.#deliverEach(recipients.filter((recipient) => recipient.kind === 'local'), message, trace)
  }

  async #deliverEach(
    recipients: readonly { readonly address: string; readonly account: string; readonly detail: string }[],
    message: FinalMessage,
    trace: Trace,
  ): Promise<readonly Failure[]> {
    const failures: Failure[] = []
    const delivered = forSeveral(message, recipients.length)
    for (const recipient of recipients) {
      try {
        await deliverCopy(this.#context, recipient, delivered, { ...trace, deliveredTo: recipient.address })
      } catch (error) {
        failures.push(failureOf(recipient.address, error))
      }
    }
    return failures
  }

  async #notify(account: string, trace: Trace, failures: Failures, header: Buffer): Promise<void> {
    const { hostname, domains, log } = this.#context
    const to = trace.returnPath === '' ? `${account}@${domains.primary}` : trace.returnPath
    const notice = writeFailureNotice({ hostname, domain: domains.primary, id: trace.id, to, date: trace.date, failures, header })
    const message = { size: notice.length, bare: false, async *content() { yield notice } }
    const copy = deliverCopy(this.#context, { account, detail: '' }, message, { ...trace, returnPath: '', deliveredTo: to })
    // The others have the message: a refusal now would make the sender repeat it to all of them.
    await copy.catch((error: unknown) => log.error('failure notice not stored', error, { id: trace.id }))
  }
}

interface Failure {
  readonly address: string
  readonly code: number
  readonly text: string
  readonly cause: unknown
}

function failureOf(address: string, error: unknown): Failure {
  const reply = asReply(error)
  return { address, code: reply.responseCode, text: reply.message, cause: reply }
}

async function* withTrace(message: FinalMessage, trace: Trace): AsyncGenerator<Uint8Array> {
  yield Buffer.from(receivedLine(trace) + (message.bare ? '\r\n' : ''), 'utf8')
  yield* message.content()
}
