import type { CompositionOutcome, SubmissionRecord } from '#lib/composition/kept-composition.ts'

/** A step after sending that could not be done: the copy for Sent, the mark on the original, the draft away, the reminder; recipients who are asked for again. */
export type Step = keyof Pick<SubmissionRecord, 'copied' | 'marked' | 'draftRemoved' | 'reminded'>
export type Leftover = Step | 'recipients'

/** The server has taken the message. */
export interface Submitted {
  readonly outcome: CompositionOutcome
  /** What could not be done after it; without the copy the composition is kept. */
  readonly leftovers: readonly Leftover[]
}
