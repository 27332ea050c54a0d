import { usableAttachmentSize } from '#lib/composition/composition-limits.ts'
import type { CompositionOutcome, KeptComposition, RefusedAddress } from '#lib/composition/kept-composition.ts'
import type { OutboxEntry, OutboxProblem } from '#lib/composition/outbox-store.ts'
import type { Composition } from '#lib/mail/composition.ts'
import type { Writer } from './writing.ts'

/** What the compose page shows: the composition, or what became of it. */
export type CompositionView =
  | {
      readonly kind: 'open'
      readonly composition: Composition
      readonly state: KeptComposition['state']
      /** Octets of attachments that still fit, base64 counted. */
      readonly usableSize: number
      /** When it leaves by itself, and what was in the way so far. */
      readonly leaving?: Leaving
      /** Who has it and who has not, where that is not settled, or not told yet. */
      readonly partly?: PartlySent
    }
  | { readonly kind: 'gone'; readonly outcome: CompositionOutcome }

/** A message that has left, but not to everybody. */
export interface PartlySent {
  readonly accepted: readonly string[]
  /** Those who are asked for again. */
  readonly waiting: readonly RefusedAddress[]
  readonly refused: readonly RefusedAddress[]
}

/** Of what is in the outbox, or was given up there. */
export interface Leaving {
  /** Milliseconds since 1970; undefined once it was given up. */
  readonly due?: number
  readonly problem?: OutboxProblem
}

/** One line of the list of open compositions. */
export interface OpenComposition {
  readonly id: string
  readonly subject: string
  readonly to: string
  readonly savedAt: number
  readonly state: KeptComposition['state']
}

/** The composition of that id, or what became of it; undefined when this account knows neither. */
export async function viewComposition({ writing, session }: Pick<Writer, 'writing' | 'session'>, id: string): Promise<CompositionView | undefined> {
  const kept = await writing.store.find(session.account, id)
  if (kept) {
    const usableSize = usableAttachmentSize(writing.messageSize, kept.attachments.map(({ size }) => size))
    const entry = await writing.outbox.find(session.account, id)
    return { kind: 'open', composition: publicPart(kept), state: kept.state, usableSize, ...(entry ? { leaving: leavingOf(entry) } : {}), ...partlyOf(kept) }
  }
  const outcome = await writing.store.outcome(session.account, id)
  return outcome && { kind: 'gone', outcome }
}

/** What the account has open and has touched, or could not finish, the last saved first: offered on the mail page. */
export async function listOpenCompositions({ writing, session }: Pick<Writer, 'writing' | 'session'>): Promise<readonly OpenComposition[]> {
  const all = await writing.store.list(session.account)
  return all.filter(({ touched, state }) => touched || state !== 'open').map(({ id, subject, to, savedAt, state }) => ({ id, subject, to, savedAt, state }))
}

function partlyOf({ submission }: KeptComposition): { readonly partly?: PartlySent } {
  if (!submission?.waiting) return {}
  const { accepted, refused, waiting } = submission
  return { partly: { accepted, refused, waiting: waiting.recipients } }
}

export function leavingOf({ due, problem }: OutboxEntry): Leaving {
  return { ...(due === undefined ? {} : { due }), ...(problem ? { problem } : {}) }
}

/** Without what only the gateway needs to know. */
function publicPart(kept: KeptComposition): Composition {
  const { messageId: _, submission: __, touched: ___, state: ____, ...composition } = kept
  return composition
}

/** What the form shows of its attachments: the composition, and the octets that still fit, base64 counted. */
export function attachedView({ writing }: Pick<Writer, 'writing'>, kept: KeptComposition): { readonly composition: Composition; readonly usableSize: number } {
  return { composition: publicPart(kept), usableSize: usableAttachmentSize(writing.messageSize, kept.attachments.map(({ size }) => size)) }
}
