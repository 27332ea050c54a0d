import type { CompositionOutcome } from '#lib/composition/kept-composition.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { Writer } from './writing.ts'

/** Gives the composition up with its attachments. The draft that it was resumed from stays in Drafts. Of one that has left nothing more is tried. Throws GatewayError 'conflict' while it is being sent. */
export async function discardComposition({ writing, session }: Writer, id: string): Promise<CompositionOutcome> {
  const { store, spool } = writing
  const kept = await store.get(session.account, id)
  if (kept.state === 'sending' || kept.state === 'delivering') {
    throw new GatewayError('conflict', `state ${kept.state}`, { refusal: { name: 'composition-not-discarded' } })
  }
  const { submission: sent } = kept
  // Its sender leaves it at that: those who have it have it.
  const outcome = sent ? { result: 'sent' as const, accepted: sent.accepted, refused: [...sent.refused, ...(sent.waiting?.recipients ?? [])], subject: kept.subject } : { result: 'discarded' as const, accepted: [], refused: [], subject: kept.subject }
  await spool.remove(await store.close(session.account, id, outcome))
  return { ...outcome, id, at: Date.now() }
}
