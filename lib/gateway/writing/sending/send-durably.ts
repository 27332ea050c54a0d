import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { mayPass } from '../../outbox/may-pass.ts'
import type { Writer } from '../writing.ts'
import type { Submitted } from './submitted.ts'
import { sendComposition } from './send-composition.ts'

/**
 * Sends it now. What another attempt may bring right waits in the outbox, and the answer is undefined; where nothing outlives the session it stays as it is,
 * and the error says so. Throws as `sendComposition` does for everything else. A second call while the first runs shares its answer.
 */
export async function sendDurably(writer: Writer, id: string): Promise<Submitted | undefined> {
  const { writing, session, later } = writer
  const kept = await writing.store.find(session.account, id)
  // What may have been sent, or has been, is nothing to be tried again by itself.
  if (!later || !kept || !['open', 'waiting'].includes(kept.state)) return sendComposition(writer, id)
  return writing.running.join(`attempt\n${session.account}\n${id}`, () =>
    later.outlivesSession ? later.attempt(id, () => sendComposition(writer, id)) : sendComposition(writer, id).catch(sayNotRepeated),
  )
}

function sayNotRepeated(error: unknown): never {
  if (!isGatewayError(error) || !mayPass(error)) throw error
  throw new GatewayError(error.failure, error.detail, { cause: error, refusal: { name: 'submission-not-repeated', with: { answer: error.detail } } })
}
