import { usableAttachmentSize } from '#lib/composition/composition-limits.ts'
import type { CompositionOutcome } from '#lib/composition/kept-composition.ts'
import type { Composition, CompositionIntent } from '#lib/mail/composition.ts'
import { removeAttachment } from './attach-file.ts'
import { discardComposition } from './discard-composition.ts'
import type { Leftover } from './finish-submission.ts'
import { postponeComposition } from './postpone-composition.ts'
import { sendComposition } from './send-composition.ts'
import { publicPart } from './view-composition.ts'
import type { Writer } from './writing.ts'

/** What a button of the compose form did. */
export interface Performed {
  /** While it is still open. */
  readonly composition?: Composition
  readonly usableSize?: number
  /** Once it is gone. */
  readonly outcome?: CompositionOutcome
  /** What could not be done after sending. */
  readonly leftovers?: readonly Leftover[]
}

/** Does what the button says, after the text was saved. Throws what the use case behind it throws. */
export async function performIntent(writer: Writer, id: string, intent: CompositionIntent, attachment: string): Promise<Performed> {
  switch (intent) {
    case 'save':
    case 'attach':
    case 'look-up':
      return stillOpen(writer, id)
    case 'remove-attachment':
      await removeAttachment(writer, id, attachment)
      return stillOpen(writer, id)
    case 'postpone':
      return { outcome: await postponeComposition(writer, id) }
    case 'send': {
      const { outcome, leftovers } = await sendComposition(writer, id)
      return { outcome, leftovers }
    }
    case 'discard':
      return { outcome: await discardComposition(writer, id) }
  }
}

const RESULTS: Readonly<Partial<Record<CompositionIntent, CompositionOutcome['result']>>> = { send: 'sent', postpone: 'postponed', discard: 'discarded' }

/**
 * What the same button has done already: for a form that a browser posts twice, after a lost answer or a second click. Undefined when
 * the composition is still there, or something else became of it.
 */
export async function alreadyPerformed({ writing, session }: Writer, id: string, intent: CompositionIntent): Promise<Performed | undefined> {
  const outcome = await writing.store.outcome(session.account, id)
  return outcome && outcome.result === RESULTS[intent] ? { outcome } : undefined
}

async function stillOpen({ writing, session }: Writer, id: string): Promise<Performed> {
  const kept = await writing.store.get(session.account, id)
  return { composition: publicPart(kept), usableSize: usableAttachmentSize(writing.messageSize, kept.attachments.map(({ size }) => size)) }
}
