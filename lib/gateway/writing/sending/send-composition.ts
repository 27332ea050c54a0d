import { composeOutgoing, type OutgoingMessage } from '#lib/composition/message/compose-message.ts'
import type { CompositionState, KeptComposition } from '#lib/composition/kept-composition.ts'
import type { Spool, SpooledFile } from '#lib/composition/spool.ts'
import { readMessageId } from '#lib/mail/message-ref.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { submit, type SubmissionResult } from '#lib/smtp/submit.ts'
import { collectRecipients } from '../../address-book/collect-recipients.ts'
import { wholeMessage } from '../formatted/whole-message.ts'
import { requireRelayable } from '../identity/relayable.ts'
import { asItGoesOut } from './as-it-goes-out.ts'
import { CopyAhead } from './copy-ahead.ts'
import { finishSubmission } from './finish-submission.ts'
import type { Submitted } from './submitted.ts'
import { divideRefused, submitAgain } from './submit-again.ts'
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
 * From `waiting` alone is what leaves by itself: of whom the server refuses then, its sender is told until they have seen it.
 * Recipients whom the server did not take for now are asked for again where the outbox has the message; a call for one that is accepted asks for them alone.
 * With `holdUntil` (milliseconds since 1970) the server sends it on then; 'refused' where it holds none.
 */
export function sendComposition(writer: Writer, id: string, from: readonly CompositionState[] = SENDABLE, holdUntil?: number): Promise<Submitted> {
  return writer.writing.running.join(sendingOf(writer, id), () => send(writer, id, from, holdUntil))
}

/** Sees to what follows for a message that the server has, unless that is under way. Throws GatewayError 'conflict' for one that it has not. */
export function finishSending(writer: Writer, id: string): Promise<Submitted> {
  return writer.writing.running.join(sendingOf(writer, id), () => finishSubmission(writer, id))
}

const sendingOf = ({ session }: Writer, id: string): string => `send\n${session.account}\n${id}`

async function send(writer: Writer, id: string, from: readonly CompositionState[], holdUntil: number | undefined): Promise<Submitted> {
  const { store } = writer.writing
  const { account } = writer.session
  const kept = await store.find(account, id)
  if (!kept) {
    const outcome = await store.outcome(account, id)
    if (outcome?.result === 'sent') return { outcome, leftovers: [] }
    throw new GatewayError('no-such-composition')
  }
  if (kept.state !== 'accepted') {
    const ahead = await submitOnce(writer, kept, from, holdUntil)
    return await finishSubmission(writer, id, ahead).catch((error: unknown) => {
      ahead?.abandon()
      throw error
    })
  }
  if (kept.submission) await submitAgain(writer, kept.id, kept.submission)
  return finishSubmission(writer, id)
}

/** Answers the copy that was begun meanwhile. */
async function submitOnce(writer: Writer, kept: KeptComposition, from: readonly CompositionState[], holdUntil: number | undefined): Promise<CopyAhead | undefined> {
  const { writing } = writer
  const { store, spool, userAgent } = writing
  const { account } = writer.session
  const date = holdUntil === undefined ? new Date() : new Date(holdUntil)
  const { message: typed, identity } = asItGoesOut(writer, await wholeMessage(store, account, kept))
  const outgoing = composeOutgoing(typed, { spool, userAgent, date, organization: identity.organization })
  requireRelayable(writer, outgoing.from)
  if (!(await store.advanceText(account, kept, from, 'sending'))) {
    throw new GatewayError('conflict', `state ${kept.state}`, { refusal: { name: 'composition-being-sent' } })
  }
  // The servers are greeted while it is written.
  const written = writeMessage(writer, outgoing)
  // What waits for its time, or for nobody, is in no hurry.
  const ahead = holdUntil === undefined && from.includes('open') ? CopyAhead.begin(writer, kept, written) : undefined
  // Where the composition goes when this attempt fails; from the first octet after the last reply on, nobody can know.
  let back: CompositionState = kept.state
  try {
    const result = await handOver(writer, kept, { ...outgoing, holdUntil }, written)
    const message = await written
    back = 'uncertain'
    if (result.outcome === 'uncertain') throw uncertainSubmission(result.reply)
    // Sent it is, whatever the disk says; from here on it is needed for the copy.
    await message.kept.catch((error: unknown) => writing.log.error('message not synced', error))
    const { accepted } = result
    const isAskedAgain = holdUntil === undefined && (await writing.outbox.find(account, kept.id))?.due !== undefined
    const isUnwatched = from.every((state) => state === 'waiting')
    const { eightBit, wantsDeliveryReport } = outgoing
    const rest = divideRefused(result.refused, { isAskedAgain, isUnwatched }, { from: outgoing.from, eightBit, ...(wantsDeliveryReport ? { reportAs: kept.messageId } : {}) })
    await store.recordSubmission(account, kept.id, { accepted, ...rest, sentAt: date.getTime(), message: message.id, copying: ahead !== undefined, copied: false, marked: false, draftRemoved: false, ...(holdUntil === undefined ? {} : { heldUntil: holdUntil }) })
    ahead?.release()
    await collectRecipients(writer, typed, accepted)
    await rememberLeaving(writer, kept, accepted)
    return ahead
  } catch (error) {
    ahead?.abandon()
    await store.advance(account, kept.id, ['sending', 'delivering'], back)
    await written.then(({ id }) => spool.remove([id]), () => undefined)
    throw explainSubmission(error)
  }
}

/** What is new and was begun from a message may be how its list is left. */
async function rememberLeaving({ leaveList, session }: Writer, { kind, original }: KeptComposition, accepted: readonly string[]): Promise<void> {
  const named = kind === 'new' && original ? readMessageId(original.id) : undefined
  if (original && named && session.credentials().proof !== 'none') await leaveList?.({ original: { mailbox: original.mailbox, ...named }, accepted })
}

type MessageAhead = Awaited<ReturnType<Spool['writeAhead']>>

/** The octets that go out, in a file: the copy in Sent is made from the same ones. The disk may take its time until somebody has the message: before, it is written anew after a crash. */
async function writeMessage({ writing }: Writer, { content }: OutgoingMessage): Promise<MessageAhead> {
  const message = await writing.spool.writeAhead(content)
  if (message.size <= writing.messageSize) return message
  await writing.spool.remove([message.id])
  throw new GatewayError('too-large', `message of ${message.size} octets`, { refusal: { name: 'message-large' } })
}

/** What is wrong with the message is told before what is wrong with the server. */
async function handOver({ writing, session }: Writer, { id, messageId }: KeptComposition, outgoing: OutgoingMessage & { readonly holdUntil: number | undefined }, message: Promise<SpooledFile>): Promise<SubmissionResult> {
  const { from, recipients, eightBit, wantsDeliveryReport, holdUntil } = outgoing
  const content = async function* (): AsyncGenerator<Uint8Array> {
    yield* writing.spool.read((await message).id) as AsyncIterable<Uint8Array>
  }
  const submission = { from, recipients, eightBit, size: message.then(({ size }) => size), content, ...(wantsDeliveryReport ? { reportAs: messageId } : {}), ...(holdUntil === undefined ? {} : { holdUntil }) }
  const beforeContent = async (): Promise<void> => {
    const mine = await writing.store.advance(session.account, id, ['sending'], 'delivering')
    if (!mine) throw new GatewayError('conflict', 'no longer ours to send')
  }
  const traced = writing.traced?.(session.account)
  const submitted = submit(session.smtp, session.credentials(), submission, { beforeContent, ...(traced && { traced }) })
  submitted.catch(() => undefined) // told behind what may be wrong with the message
  await message
  return submitted
}
