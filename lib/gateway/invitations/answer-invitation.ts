import { envelopeAddress } from '#lib/composition/addresses/check-addresses.ts'
import { makeMessageId } from '#lib/composition/message/message-id.ts'
import { buildCalendarReply } from '#lib/composition/reports/build-calendar-reply.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { INVITATION_ANSWERS, type Invitation, type InvitationAnswer } from '#lib/mail/reading/invitations/invitation.ts'
import { parseAddresses } from '#lib/mime/addresses.ts'
import { answerOnce } from '../reading/answer-once.ts'
import { identityAddressed } from '../writing/identity/identities.ts'
import type { Writer } from '../writing/writing.ts'
import { copyToSent } from './copy-to-sent.ts'
import { answerGoesTo, openInvitation } from './open-invitation.ts'

/** How the message is marked that was answered so; another answer replaces it. */
const KEYWORD: Readonly<Record<InvitationAnswer, string>> = { accepted: '$InvitationAccepted', tentative: '$InvitationTentative', declined: '$InvitationDeclined' }

export interface AnswerWays {
  readonly subject: (values: { readonly summary: string }) => string
  /** What was said is remembered for later messages about the same appointment. */
  readonly remember: (invitation: Invitation, answer: InvitationAnswer) => Promise<void>
}

/** Whom an answer went to, and whether the copy that the person keeps of sent mail could be made. */
export interface Answered {
  readonly address: string
  readonly isCopied: boolean
}

/**
 * Tells the organizer whether the person comes (RFC 5546 §3.2.3, RFC 6047): as the one of their addresses that is invited, the same answer once.
 * A copy is kept in Sent by the person's setting. Throws GatewayError 'invalid' where no answer is asked for, and as `answerOnce` and `openInvitation` do.
 */
export async function answerInvitation(writer: Writer, { ref, section }: { readonly ref: MessageRef; readonly section: string }, answer: InvitationAnswer, ways: AnswerWays): Promise<Answered> {
  const invitation = await openInvitation(writer.connections, ref, section)
  const to = answerGoesTo(invitation)
  if (to === undefined) throw new GatewayError('invalid', 'no answer asked')
  const { from: written, address } = identityAddressed(writer, invitation.attendees)
  const from = envelopeAddress(address)
  let sent: Buffer | undefined
  await answerOnce(writer, ref, KEYWORD[answer], async () => {
    const subject = ways.subject({ summary: invitation.summary })
    const content = await buildCalendarReply({ messageId: makeMessageId(from), date: new Date(), from: { name: parseAddresses(written)[0]?.name ?? '', address: from }, to: envelopeAddress(to), subject, answer, invitation, userAgent: writer.writing.userAgent })
    sent = content
    return { from, to: envelopeAddress(to), content }
  })
  const others = INVITATION_ANSWERS.filter((each) => each !== answer).map((each) => KEYWORD[each])
  // The answer has left; a mark that stays says too much, and hinders nothing but the same answer again.
  await changeFlags(writer.connections, setOf(ref), { operation: 'remove', flags: others }).catch(() => undefined)
  await ways.remember(invitation, answer)
  return { address: to, isCopied: sent === undefined || (await copyToSent(writer, sent)) }
}
