import type { Writer } from '../writing.ts'
import { finishSending } from './send-composition.ts'

/**
 * Makes the copies in Sent that could not be made when their messages left, as where nobody's password was at hand: whoever has just signed in has one. What fails
 * is left for the next time. Never throws.
 */
export async function finishAccepted(writer: Writer): Promise<void> {
  const { store, log } = writer.writing
  for (const { id, state, submission } of await store.list(writer.session.account)) {
    if (state !== 'accepted' || submission?.copied !== false) continue
    await finishSending(writer, id).catch((error: unknown) => log.error('copy for Sent at sign-in', error))
  }
}
