import { sendingHints } from '#lib/composition/sending-hints.ts'
import type { CompositionOutcome } from '#lib/composition/kept-composition.ts'
import type { Composition, CompositionIntent, SendingHint } from '#lib/mail/composition.ts'
import { insertLinks } from '../file-links/link-file.ts'
import { removeAttachment } from './attach-file.ts'
import { insertText } from './attaching/insert-text.ts'
import { discardComposition } from './discard-composition.ts'
import { leaveOutQuotation } from './formatted/leave-out-quotation.ts'
import { asItGoesOut } from './sending/as-it-goes-out.ts'
import type { Leftover } from './sending/submitted.ts'
import { leaveAfterPause, leaveAt, takeBack } from './sending/leave-later.ts'
import { postponeComposition } from './postpone-composition.ts'
import { saveTemplate } from './templates/save-template.ts'
import { sendDurably } from './sending/send-durably.ts'
import { attachedView, leavingOf, type Leaving } from './view-composition.ts'
import type { Writer } from './writing.ts'

/** What a button of the compose form did. */
export interface Performed {
  /** While it is still open. */
  readonly composition?: Composition
  readonly usableSize?: number
  /** When it leaves by itself, and what was in the way so far. */
  readonly leaving?: Leaving
  /** It was not sent: this is worth a look first. */
  readonly hints?: readonly SendingHint[]
  /** Once it is gone. */
  readonly outcome?: CompositionOutcome
  /** What could not be done after sending. */
  readonly leftovers?: readonly Leftover[]
}

/** What a button says beside its name: which attachment or link, when (`2026-11-22T09:30` in that zone), and which hints were seen. */
export interface IntentDetails {
  readonly attachment: string
  /** The attachments that came with the post. */
  readonly arrived?: readonly string[]
  /** What a template is to be called. */
  readonly template?: string
  readonly later: string
  readonly zone: string
  readonly reviewed: readonly SendingHint[]
}

/** Does what the button says, after the text was saved. Throws what the use case behind it throws. */
export async function performIntent(writer: Writer, id: string, intent: CompositionIntent, { attachment, arrived = [], reviewed, template = '', ...when }: IntentDetails): Promise<Performed> {
  const hints = intent === 'send' ? await unseenHints(writer, id, reviewed) : []
  if (hints.length > 0) return { ...(await stillOpen(writer, id)), hints }
  switch (intent) {
    case 'save':
    case 'attach':
    case 'look-up':
    case 'check-spelling':
    case 'change-spelling':
      return stillOpen(writer, id)
    case 'insert-text':
      await insertText(writer, id, arrived)
      return stillOpen(writer, id)
    case 'leave-out-quotation':
      await leaveOutQuotation(writer, id)
      return stillOpen(writer, id)
    case 'insert-link':
      await insertLinks(writer, id, [attachment])
      return stillOpen(writer, id)
    case 'remove-attachment':
      await removeAttachment(writer, id, attachment)
      return stillOpen(writer, id)
    case 'save-template':
      return saveTemplate(writer, id, template).then(async (outcome) => (outcome ? { outcome } : stillOpen(writer, id)))
    case 'postpone':
      return { outcome: await postponeComposition(writer, id) }
    case 'send':
      return (await leaveAfterPause(writer, id)) ? stillOpen(writer, id) : sendNow(writer, id)
    case 'send-now':
      return sendNow(writer, id)
    case 'send-later':
      return (await leaveAt(writer, id, when)) ?? stillOpen(writer, id)
    case 'take-back':
      await takeBack(writer, id)
      return stillOpen(writer, id)
    case 'discard':
      return { outcome: await discardComposition(writer, id) }
  }
}

const RESULTS: Readonly<Partial<Record<CompositionIntent, CompositionOutcome['result']>>> = {
  send: 'sent', 'send-now': 'sent', 'send-later': 'sent', 'take-back': 'sent', postpone: 'postponed', discard: 'discarded',
}

/**
 * What the same button has done already: for a form that a browser posts twice, after a lost answer or a second click. Undefined when
 * the composition is still there, or something else became of it.
 */
export async function alreadyPerformed({ writing, session }: Writer, id: string, intent: CompositionIntent): Promise<Performed | undefined> {
  const outcome = await writing.store.outcome(session.account, id)
  return outcome && outcome.result === RESULTS[intent] ? { outcome } : undefined
}

/** Of a message that is still being written; of one that is on its way nobody is asked any more. */
async function unseenHints(writer: Writer, id: string, reviewed: readonly SendingHint[]): Promise<readonly SendingHint[]> {
  const kept = await writer.writing.store.find(writer.session.account, id)
  if (kept?.state !== 'open' || !writer.habits['composing.hints']) return []
  return sendingHints(asItGoesOut(writer, kept).message).filter((hint) => !reviewed.includes(hint))
}

async function sendNow(writer: Writer, id: string): Promise<Performed> {
  return (await sendDurably(writer, id)) ?? stillOpen(writer, id)
}

async function stillOpen({ writing, session }: Writer, id: string): Promise<Performed> {
  const entry = await writing.outbox.find(session.account, id)
  return { ...attachedView({ writing }, await writing.store.get(session.account, id)), ...(entry && { leaving: leavingOf(entry) }) }
}
