import { englishReasons } from '#lib/i18n/reasons/english-reasons.ts'
import { reasonSentence } from '#lib/i18n/reasons/reason-sentence.ts'
import { themeSentence } from '#lib/i18n/reasons/theme-sentence.ts'
import type { ConfigNote } from '#lib/mail/sites/config-note.ts'
import type { ThemeProblem, ThemeReason } from '#lib/mail/themes/theme-reason.ts'

/** A reason as whoever reads English reads it. */
export const inEnglish = (reason: ThemeReason): string => reasonSentence(englishReasons.themeReasons, reason)

/** The same, with where it stands. */
export const problemInEnglish = (problem: ThemeProblem): string => themeSentence(englishReasons, problem)

/** What is odd in a configuration. */
export const noteInEnglish = (note: ConfigNote): string => reasonSentence(englishReasons.configNotes, note)
