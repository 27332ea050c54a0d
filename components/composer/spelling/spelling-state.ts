import type { SpellingCut, SpellingView, UnknownWord } from '#lib/mail/writing/spelling/unknown-word.ts'

/** What the panel shows. */
export interface SpellingState {
  /** What is still to be looked at; undefined before the first check. */
  readonly unknown: readonly UnknownWord[] | undefined
  /** The text in which they stand. */
  readonly text: string
  readonly cut: SpellingCut
  readonly ignored: readonly string[]
  readonly isChecking: boolean
  /** Why it could not be checked, or a word not be remembered. */
  readonly problem: string
  /** The row that has the focus next; -1 leaves it where it is. */
  readonly next: number
}

/** What the page shows of that text at first. */
export function firstState({ ignored, report, problem = '' }: SpellingView, body: string): SpellingState {
  const unknown = report?.unknown.filter(({ word }) => !ignored.includes(word))
  return { unknown, text: body.replaceAll(/\r\n?/g, '\n'), cut: report?.cut ?? 'none', ignored, isChecking: false, problem, next: -1 }
}
