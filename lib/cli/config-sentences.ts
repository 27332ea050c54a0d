import type { ConfigProblem } from '#lib/config/config-problem.ts'
import { englishReasons } from '#lib/i18n/reasons/english-reasons.ts'
import { mistakeSentence, noteSentence } from '#lib/i18n/reasons/config-sentence.ts'
import type { ConfigNote } from '#lib/mail/sites/config-note.ts'

/** The notes of a configuration for logs and the command line, a sentence each without its full stop. */
export function noteSentences(notes: readonly ConfigNote[]): string[] {
  return notes.map((note) => noteSentence(englishReasons, note))
}

/** All that is said of a configuration that cannot be used: every mistake, then what else is to be noted. */
export function refusalText({ problems, notes }: Pick<ConfigProblem, 'problems' | 'notes'>, more: readonly string[] = []): string {
  const mistakes = problems.map((problem) => `  - ${mistakeSentence(englishReasons, problem)}`)
  return ['The configuration cannot be used:', ...mistakes, ...[...noteSentences(notes), ...more].map((note) => `Note: ${note}.`)].join('\n')
}
