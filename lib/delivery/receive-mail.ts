import type { SMTPServerSession } from 'smtp-server'
import { checkQuota, asReply } from './deliver-local.ts'
import { announcedSize, deliverCopy, forSeveral, newMessageId, receiveMessage, senderOf, withHeader, type DeliveryContext, type FinalMessage } from './delivery-context.ts'
import { joinHeader, splitHeader } from './message/header-lines.ts'
import { resolveRecipient, type Recipient } from './recipient.ts'
import { identify, RepeatedDeliveries } from './repeated-delivery.ts'
import { replies, type SmtpReply } from './reply.ts'
import type { SpooledMessage } from './message/spool.ts'
import type { Trace } from './message/trace.ts'

/** Mail for our own users, from other servers: SMTP-in and LMTP (RFC 2033). */
export class MailReceiver {
  readonly #context: DeliveryContext
  readonly #repeated = new RepeatedDeliveries()
  constructor(context: DeliveryContext) {
    this.#context = context
  }

  /** Throws SmtpReply for whoever is not ours or has no room. */
  async checkRecipient(address: string, session: SMTPServerSession): Promise<void> {
    const recipient = await this.#resolve(address)
    if (recipient.kind === 'outside') throw replies.notLocal()
    if (recipient.kind === 'unknown') throw replies.unknownRecipient()
    await checkQuota(await this.#context.storeOf(recipient.account), announcedSize(session))
  }

  /** LMTP: an answer for each of `addresses`, in their order; undefined is success. */
  async receiveForEach(stream: AsyncIterable<Uint8Array>, session: SMTPServerSession, addresses: readonly string[]): Promise<readonly (SmtpReply | undefined)[]> {
    const message = await receiveMessage(stream, this.#context)
    try {
      const delivered = forSeveral(withoutReturnPath(message), addresses.length)
      const answers: (SmtpReply | undefined)[] = []
      for (const address of addresses) answers.push(await this.#deliver(address, delivered, session))
      return answers
    } finally {
      await message.discard()
    }
  }

  /**
   * SMTP: one answer for all. Throws SmtpReply unless everybody has it; a sender that tries again because one recipient
   * failed for now does not give the others a second copy.
   */
  async receiveForAll(stream: AsyncIterable<Uint8Array>, session: SMTPServerSession): Promise<void> {
    const addresses = session.envelope.rcptTo.map((recipient) => recipient.address)
    const message = await receiveMessage(stream, this.#context)
    try {
      const name = addresses.length > 1 ? await identify(senderOf(session), message.content(0)) : ''
      const delivered = forSeveral(withoutReturnPath(message), addresses.length)
      let failure: SmtpReply | undefined
      for (const address of addresses) {
        if (name !== '' && this.#repeated.has(name, address)) continue
        const failed = await this.#deliver(address, delivered, session)
        if (failed) failure = !failure || failed.transient ? failed : failure
        else if (name !== '') this.#repeated.add(name, address)
      }
      if (failure) throw failure
      this.#repeated.forget(name, addresses)
    } finally {
      await message.discard()
    }
  }

  #resolve(address: string): Promise<Recipient> {
    return resolveRecipient(address, this.#context.domains, this.#context.accounts)
  }

  async #deliver(address: string, message: FinalMessage, session: SMTPServerSession): Promise<SmtpReply | undefined> {
    const { log } = this.#context
    const id = newMessageId()
    try {
      const recipient = await this.#resolve(address)
      if (recipient.kind !== 'local') return replies.unknownRecipient()
      await deliverCopy(this.#context, recipient, message, this.#trace(address, id, session))
      log.info('message delivered', { id, session: session.id, account: recipient.account, size: message.size, protocol: session.transmissionType })
      return undefined
    } catch (error) {
      const reply = asReply(error)
      if (reply.responseCode === 451) log.error('message not delivered', reply.cause ?? error, { id, session: session.id })
      else log.info('message refused', { id, session: session.id, code: reply.responseCode })
      return reply
    }
  }

  #trace(address: string, id: string, session: SMTPServerSession): Trace {
    return {
      returnPath: senderOf(session),
      deliveredTo: address,
      from: { hostname: session.hostNameAppearsAs || 'unknown', address: session.remoteAddress },
      by: this.#context.hostname,
      protocol: session.transmissionType,
      id,
      date: new Date(),
    }
  }
}

// RFC 5321 §4.4: the server of final delivery removes what others wrote there and adds its own.
function withoutReturnPath(message: SpooledMessage): FinalMessage {
  const lines = splitHeader(message.header)
  const kept = lines.filter((line) => line.name !== 'return-path')
  return withHeader(message, kept.length === lines.length ? message.header : joinHeader(kept))
}
