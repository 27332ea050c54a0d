import type { RefusedAddress, SubmissionRecord, WaitingRecipients } from '#lib/composition/kept-composition.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { refusedBy } from '#lib/smtp/submission-failure.ts'
import { submit } from '#lib/smtp/submit.ts'
import { stat } from 'node:fs/promises'
import { requireRelayable } from '../identity/relayable.ts'
import type { Writer } from '../writing.ts'
import { explainSubmission } from './explain-submission.ts'

/** A reply of the kind 4yz: the same may be asked again (RFC 5321 §4.2.1). */
export function isForNow({ reply }: RefusedAddress): boolean {
  return /^4\d\d(?:[ -]|$)/.test(reply)
}

/** Those who were refused with a message: for good, or to be asked for again where that is done; what nobody looked on at has to be told. */
export function divideRefused(all: readonly RefusedAddress[], { isAskedAgain, isUnwatched }: { readonly isAskedAgain: boolean; readonly isUnwatched: boolean }, envelope: Pick<WaitingRecipients, 'from' | 'eightBit' | 'reportAs'>): Pick<SubmissionRecord, 'refused' | 'waiting'> {
  const recipients = isAskedAgain ? all.filter(isForNow) : []
  const refused = all.filter((each) => !recipients.includes(each))
  const isUntold = isUnwatched && refused.length > 0
  if (recipients.length === 0 && !isUntold) return { refused }
  return { refused, waiting: { ...envelope, recipients, ...(isUntold ? { isUntold } : {}) } }
}

/** What became of those who were asked for once more. */
interface Asked {
  readonly accepted: readonly string[]
  readonly refused: readonly RefusedAddress[]
}

/**
 * Hands the octets that were sent to those whom the server did not take then, and to nobody else; what it answers is on the disk when this resolves. Throws GatewayError as
 * `submit` does where it said nothing of them. Whoever may have it is never asked for again.
 */
export async function submitAgain(writer: Writer, id: string, record: SubmissionRecord): Promise<void> {
  const { waiting } = record
  if (!waiting || waiting.recipients.length === 0) return
  const keep = (more: Partial<SubmissionRecord>): Promise<void> => writer.writing.store.recordSubmission(writer.session.account, id, { ...record, ...more })
  // The process before this one ended while the content was on its way.
  if (waiting.isDelivering) return keep(answered(record, waiting, { accepted: [], refused: uncertain(waiting, '') }))
  // Other octets are another message: whoever has none of these yet gets none.
  if ((await writer.writing.spool.size(record.message)) === undefined) return keep({ refused: [...record.refused, ...waiting.recipients], waiting: { ...waiting, recipients: [], isUntold: true } })
  try {
    await keep(answered(record, waiting, await askFor(writer, { record, waiting }, () => keep({ waiting: { ...waiting, isDelivering: true } }))))
  } catch (error) {
    const refused = isGatewayError(error) ? refusedBy(error) : []
    await keep(refused.length === 0 ? { waiting } : answered(record, waiting, { accepted: [], refused }))
    if (refused.length === 0) throw explainSubmission(error)
  }
}

async function askFor(writer: Writer, { record, waiting }: { readonly record: SubmissionRecord; readonly waiting: WaitingRecipients }, beforeContent: () => Promise<void>): Promise<Asked> {
  const { writing, session } = writer
  const { size } = await stat(writing.spool.path(record.message))
  const { from, eightBit, reportAs } = waiting
  requireRelayable(writer, from)
  const submission = { from, eightBit, size, recipients: waiting.recipients.map(({ address }) => address), content: () => writing.spool.read(record.message), ...(reportAs === undefined ? {} : { reportAs }) }
  const traced = writing.traced?.(session.account)
  const result = await submit(session.smtp, session.credentials(), submission, { beforeContent, ...(traced && { traced }) })
  return result.outcome === 'uncertain' ? { accepted: [], refused: uncertain(waiting, result.reply) } : result
}

const uncertain = ({ recipients }: WaitingRecipients, reply: string): readonly RefusedAddress[] => recipients.map(({ address }) => ({ address, reply, isUncertain: true }))

/** Who has it now, who never will, and who is asked for again; nothing of that is left where everybody has it. */
function answered(record: SubmissionRecord, { isDelivering: _, ...waiting }: WaitingRecipients, { accepted, refused }: Asked): Pick<SubmissionRecord, 'accepted' | 'refused'> & { readonly waiting?: WaitingRecipients } {
  const recipients = refused.filter((each) => each.isUncertain !== true && isForNow(each))
  const never = refused.filter((each) => !recipients.includes(each))
  const isUntold = waiting.isUntold === true || never.length > 0
  const after = recipients.length === 0 && !isUntold ? undefined : { ...waiting, recipients, ...(isUntold ? { isUntold: true as const } : {}) }
  return { accepted: [...record.accepted, ...accepted], refused: [...record.refused, ...never], waiting: after as WaitingRecipients }
}
