import type { CompositionOutcome } from '#lib/composition/kept-composition.ts'

/** The server has taken the message. */
export interface Submitted {
  readonly outcome: CompositionOutcome
  /** Sentences about what could not be done after it; the composition is kept until they are. */
  readonly leftovers: readonly string[]
}
