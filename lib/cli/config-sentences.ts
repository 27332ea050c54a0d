import type { ConfigProblem } from '#lib/config/config-problem.ts'
import { englishReasons } from '#lib/i18n/reasons/english-reasons.ts'
import { reasonSentence } from '#lib/i18n/reasons/reason-sentence.ts'
import type { ConfigNote } from '#lib/mail/sites/config-note.ts'

/** The notes of a configuration for logs and the command line, a sentence each without its full stop. */
export function noteSentences(notes: readonly ConfigNote[]): string[] {
  return notes.map((note) => reasonSentence(englishReasons.configNotes, note))
}

/** All that is said of a configuration that cannot be used: every mistake, then what else is to be noted. */
export function refusalText({ message, notes }: Pick<ConfigProblem, 'message' | 'notes'>, more: readonly string[] = []): string {
  return [message, ...[...noteSentences(notes), ...more].map((note) => `Note: ${note}.`)].join('\n')
}
