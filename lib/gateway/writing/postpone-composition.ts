import { COMPOSITION_HEADER } from '#lib/composition/message/build-message.ts'
import { composeDraft } from '#lib/composition/message/compose-message.ts'
import type { CompositionOutcome, CompositionState } from '#lib/composition/kept-composition.ts'
import { ensureSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { appendSpooled } from './append-spooled.ts'
import { wholeMessage } from './formatted/whole-message.ts'
import { removeDrafts } from './remove-drafts.ts'
import type { Writer } from './writing.ts'

/**
 * Puts the composition into Drafts as \Draft \Seen, makes sure that it is there, and only then removes the draft that it replaces and the
 * composition itself. Whatever fails before that leaves everything as it was. Throws GatewayError 'over-quota', 'too-large', 'refused', 'conflict'.
 */
export async function postponeComposition(writer: Writer, id: string): Promise<CompositionOutcome> {
  return (await postponeToDraft(writer, id)).outcome
}

/** The same, with where it is now. */
export function postponeToDraft(writer: Writer, id: string): Promise<Postponed> {
  return writer.writing.running.join(`postpone\n${writer.session.account}\n${id}`, () => postpone(writer, id))
}

interface Postponed {
  readonly outcome: CompositionOutcome
  readonly ref: MessageRef
}

async function postpone(writer: Writer, id: string): Promise<Postponed> {
  const { writing, connections, session } = writer
  const { store, spool, userAgent, log } = writing
  const kept = await store.get(session.account, id)
  const before: CompositionState = kept.state === 'uncertain' ? 'uncertain' : 'open'
  if (!(await store.advance(session.account, id, ['open', 'uncertain'], 'sending'))) {
    throw new GatewayError('conflict', `state ${kept.state}`, { refusal: { name: 'composition-leaving' } })
  }
  try {
    const mailbox = await ensureSpecialUse(connections, '\\Drafts', chosenMailboxes(writer.habits))
    const file = await spool.write(composeDraft(await wholeMessage(store, session.account, kept), { spool, userAgent, date: new Date() }))
    const mark = { name: COMPOSITION_HEADER, value: id }
    const ref = await appendSpooled(connections, spool, { mailbox, flags: ['\\Draft', '\\Seen'], file: file.id, size: file.size, mark }).finally(() => spool.remove([file.id]))
    // The new draft is there; an old one that stays is a nuisance, not a loss.
    await removeDrafts(writer, kept, mailbox, ref).catch((error: unknown) => log.error('old draft not removed', error))
    const outcome = { result: 'postponed' as const, accepted: [], refused: [], mailbox, subject: kept.subject }
    await spool.remove(await store.close(session.account, id, outcome))
    return { outcome: { ...outcome, id, at: Date.now() }, ref }
  } catch (error) {
    await store.advance(session.account, id, ['sending'], before)
    throw error
  }
}
