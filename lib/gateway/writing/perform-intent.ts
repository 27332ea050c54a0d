import { usableAttachmentSize } from '#lib/composition/composition-limits.ts'
import type { CompositionOutcome } from '#lib/composition/kept-composition.ts'
import type { Composition, CompositionIntent } from '#lib/mail/composition.ts'
import { removeAttachment } from './attach-file.ts'
import { discardComposition } from './discard-composition.ts'
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
  /** Sentences about what remains to be done after sending. */
  readonly leftovers?: readonly string[]
  /** A sentence for the page that comes next. */
  readonly notice?: string
}

/** Does what the button says, after the text was saved. Throws what the use case behind it throws. */
export async function performIntent(writer: Writer, id: string, intent: CompositionIntent, attachment: string): Promise<Performed> {
  switch (intent) {
    case 'save':
      return { ...(await stillOpen(writer, id)), notice: 'Saved.' }
    case 'attach':
      return stillOpen(writer, id)
    case 'remove-attachment':
      await removeAttachment(writer, id, attachment)
      return stillOpen(writer, id)
    case 'postpone': {
      const outcome = await postponeComposition(writer, id)
      return { outcome, notice: `Your message is in ${outcome.mailbox ?? 'Drafts'}.` }
    }
    case 'send': {
      const { outcome, leftovers } = await sendComposition(writer, id)
      return { outcome, leftovers, ...(leftovers.length === 0 ? {} : { notice: leftovers.join(' ') }) }
    }
    case 'discard':
      return { outcome: await discardComposition(writer, id), notice: 'The message was discarded.' }
  }
}

async function stillOpen({ writing, session }: Writer, id: string): Promise<Performed> {
  const kept = await writing.store.get(session.account, id)
  return { composition: publicPart(kept), usableSize: usableAttachmentSize(writing.messageSize, kept.attachments.map(({ size }) => size)) }
}
