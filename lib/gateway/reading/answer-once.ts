import { claimKeyword, changeFlags } from '#lib/imap/operations/change-flags.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { submit } from '#lib/smtp/submit.ts'
import { Readable } from 'node:stream'
import type { Writer } from '../writing/writing.ts'

/** A small message that answers another one, its octets final. */
export interface Answer {
  /** Of the envelope; '' for the null sender. */
  readonly from: string
  readonly to: string
  readonly content: Buffer
  /** It holds octets above 127 (RFC 6152). */
  readonly eightBit?: boolean
}

/**
 * Sends an answer at most once for a message: the keyword is on the server before the first octet leaves, so a second click, another program and a restart see it,
 * and it goes again where nothing left. Throws GatewayError 'conflict' when it stands there already, 'refused' where the mailbox keeps no
 * keywords, 'submission-failed' when nothing was sent.
 */
export async function answerOnce(writer: Writer, ref: MessageRef, keyword: string, make: () => Promise<Answer>): Promise<void> {
  const { connections, session, writing } = writer
  await writing.running.join(`answer\n${session.account}\n${ref.mailbox}\n${ref.uidValidity}.${ref.uid}\n${keyword}`, async () => {
    const { from, to, content, eightBit = false } = await make()
    if (!(await claimKeyword(connections, ref, keyword))) throw new GatewayError('conflict', 'answered already', { refusal: { name: 'answered-already' } })
    try {
      // Where nobody can know whether it left, it counts as sent: two are worse than none.
      await submit(session.smtp, session.credentials(), { from, recipients: [to], size: content.length, eightBit, content: () => Readable.from([content]) })
    } catch (error) {
      await changeFlags(connections, setOf(ref), { operation: 'remove', flags: [keyword] })
      throw new GatewayError('submission-failed', 'answer', { cause: error, refusal: { name: 'answer-not-sent' } })
    }
  })
}
