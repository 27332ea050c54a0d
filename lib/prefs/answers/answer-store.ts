/** What somebody has told others from a message: a list that they left, an invitation that they answered. */
export type AnswerKind = 'list' | 'invitation'

export interface Answer {
  readonly kind: AnswerKind
  /** What it was said about: a list, an appointment. */
  readonly about: string
  /** What was said, as JSON. */
  readonly said: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Answers of each kind that one account keeps; the oldest go. */
export const ANSWERS_KEPT = 2_000

/** What people have answered, by account, so that they are told and not asked again. The last answer about something counts. */
export interface AnswerStore {
  find(account: string, kind: AnswerKind, about: string): Promise<Answer | undefined>
  /** Durable when it resolves. */
  keep(account: string, answer: Answer): Promise<void>
  /** Durable when it resolves, as if nothing had been said. */
  forget(account: string, kind: AnswerKind, about: string): Promise<void>
  close(): Promise<void>
}
