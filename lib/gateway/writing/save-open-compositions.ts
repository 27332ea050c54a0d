import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { discardComposition } from './discard-composition.ts'
import { postponeComposition } from './postpone-composition.ts'
import { finishSending, sendComposition } from './sending/send-composition.ts'
import type { Writer } from './writing.ts'

/**
 * Before sign-out: what was typed in this session goes to Drafts, where every other program and the next session find it, and leaves the gateway; what nobody
 * touched is dropped; a copy for Sent that is still due is put there. What waits to be sent leaves without its sender where that is allowed;
 * elsewhere it is sent now, unless it was to leave much later: that goes to Drafts, too. What cannot be moved (server down, quota) stays in the gateway
 * and is offered again after the next sign-in. What is being written in another session stays as it is. Never throws.
 */
export async function saveOpenCompositions(writer: Writer): Promise<void> {
  const { writing, session } = writer
  for (const kept of await writing.store.listOfSession(session.account, session.id)) {
    try {
      await putAway(writer, kept)
    } catch (error) {
      writing.log.error('composition kept at sign-out', error, { state: kept.state })
    }
  }
}

async function putAway(writer: Writer, kept: KeptComposition): Promise<void> {
  if (kept.state === 'accepted') await finishSending(writer, kept.id)
  if (kept.state === 'waiting') return leaveOutbox(writer, kept)
  if (kept.state !== 'open') return
  if (kept.touched) await postponeComposition(writer, kept.id)
  else await discardComposition(writer, kept.id)
}

/** Somebody who signs out while it can still be undone has no wish to undo it. */
const ABOUT_TO_LEAVE = 2 * 60_000

async function leaveOutbox(writer: Writer, { id }: KeptComposition): Promise<void> {
  const { later, writing, session } = writer
  if (!later || later.outlivesSession) return
  const { due = 0 } = (await writing.outbox.find(session.account, id)) ?? {}
  if (due <= Date.now() + ABOUT_TO_LEAVE) {
    await sendComposition(writer, id)
    return
  }
  await later.takeBack(id)
  await postponeComposition(writer, id)
}
