import { composeOutgoing, type OutgoingMessage } from '#lib/composition/message/compose-message.ts'
import type { CompositionState, KeptComposition } from '#lib/composition/kept-composition.ts'
import type { SpooledFile } from '#lib/composition/spool.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { submit, type SubmissionResult } from '#lib/smtp/submit.ts'
import { collectRecipients } from '../../address-book/collect-recipients.ts'
import { wholeMessage } from '../formatted/whole-message.ts'
import { asItGoesOut } from './as-it-goes-out.ts'
import { finishSubmission, type Submitted } from './finish-submission.ts'
import { explainSubmission, uncertainSubmission } from './explain-submission.ts'
import type { Writer } from '../writing.ts'

/*
 * Sent at most once, lost never. What is being sent is marked on the disk before the first octet leaves, so a second click, a
 * second tab and a restart all see it; only a server's refusal, or a connection lost before the content was complete, opens it again.
 */

/** Where a person may send it from. */
const SENDABLE = ['open', 'waiting', 'uncertain'] as const satisfies readonly CompositionState[]

/**
 * Sends the message, keeps a copy in Sent, marks the original and removes the draft. Throws GatewayError when nothing was accepted, with
 * everything kept, where it stands in one of the states `from`: 'invalid' (addresses, named), 'recipient-refused', 'submission-failed' (also when nobody can know), 'too-large',
 * 'server-unreachable', 'certificate-untrusted', 'conflict' (it is being sent elsewhere), 'no-such-composition'.
 * With `holdUntil` (milliseconds since 1970) the server sends it on then; 'refused' where it holds none.
 */
export function sendComposition(writer: Writer, id: string, from: readonly CompositionState[] = SENDABLE, holdUntil?: number): Promise<Submitted> {
  return writer.writing.running.join(`send\n${writer.session.account}\n${id}`, () => send(writer, id, from, holdUntil))
}

async function send(writer: Writer, id: string, from: readonly CompositionState[], holdUntil: number | undefined): Promise<Submitted> {
  const { store } = writer.writing
  const { account } = writer.session
  const kept = await store.find(account, id)
  if (!kept) {
    const outcome = await store.outcome(account, id)
    if (outcome?.result === 'sent') return { outcome, leftovers: [] }
    throw new GatewayError('no-such-composition')
  }
  if (kept.state !== 'accepted') await submitOnce(writer, kept, from, holdUntil)
  return finishSubmission(writer, id)
}

async function submitOnce(writer: Writer, kept: KeptComposition, from: readonly CompositionState[], holdUntil: number | undefined): Promise<void> {
  const { store, spool, userAgent } = writer.writing
  const { account } = writer.session
  const date = holdUntil === undefined ? new Date() : new Date(holdUntil)
  const { message: typed, identity } = asItGoesOut(writer, await wholeMessage(store, account, kept))
  const outgoing = composeOutgoing(typed, { spool, userAgent, date, organization: identity.organization })
  if (!(await store.advanceText(account, kept, from, 'sending'))) {
    throw new GatewayError('conflict', `state ${kept.state}`, { refusal: { name: 'composition-being-sent' } })
  }
  let message: SpooledFile | undefined
  // Where the composition goes when this attempt fails; from the first octet after the last reply on, nobody can know.
  let back: CompositionState = kept.state
  try {
    message = await writeMessage(writer, outgoing)
    const result = await handOver(writer, kept, { ...outgoing, holdUntil }, message)
    back = 'uncertain'
    if (result.outcome === 'uncertain') throw uncertainSubmission(result.reply)
    const { accepted, refused } = result
    await store.recordSubmission(account, kept.id, { accepted, refused, sentAt: date.getTime(), message: message.id, copying: false, copied: false, marked: false, draftRemoved: false, ...(holdUntil === undefined ? {} : { heldUntil: holdUntil }) })
    await collectRecipients(writer, typed, accepted)
  } catch (error) {
    await store.advance(account, kept.id, ['sending', 'delivering'], back)
    if (message) await spool.remove([message.id])
    throw explainSubmission(error)
  }
}

/** The octets that go out, on the disk: the copy in Sent is made from the same ones. */
async function writeMessage({ writing }: Writer, { content }: OutgoingMessage): Promise<SpooledFile> {
  const message = await writing.spool.write(content)
  if (message.size <= writing.messageSize) return message
  await writing.spool.remove([message.id])
  throw new GatewayError('too-large', `message of ${message.size} octets`, { refusal: { name: 'message-large' } })
}

async function handOver({ writing, session }: Writer, { id, messageId }: KeptComposition, outgoing: OutgoingMessage & { readonly holdUntil: number | undefined }, message: SpooledFile): Promise<SubmissionResult> {
  const { from, recipients, eightBit, wantsDeliveryReport, holdUntil } = outgoing
  const submission = { from, recipients, eightBit, size: message.size, content: () => writing.spool.read(message.id), ...(wantsDeliveryReport ? { reportAs: messageId } : {}), ...(holdUntil === undefined ? {} : { holdUntil }) }
  const beforeContent = async (): Promise<void> => {
    const mine = await writing.store.advance(session.account, id, ['sending'], 'delivering')
    if (!mine) throw new GatewayError('conflict', 'no longer ours to send')
  }
  const traced = writing.traced?.(session.account)
  return submit(session.smtp, session.credentials(), submission, { beforeContent, ...(traced && { traced }) })
}
