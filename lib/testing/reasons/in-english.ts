import { englishReasons } from '#lib/i18n/reasons/english-reasons.ts'
import { expectationPhrase, mistakeSentence, noteSentence, sourcePhrase } from '#lib/i18n/reasons/config-sentence.ts'
import { reasonSentence } from '#lib/i18n/reasons/reason-sentence.ts'
import { themeSentence } from '#lib/i18n/reasons/theme-sentence.ts'
import type { Expectation } from '#lib/mail/expectation.ts'
import type { ConfigMistake } from '#lib/mail/sites/config-mistake.ts'
import type { ConfigNote } from '#lib/mail/sites/config-note.ts'
import type { ValueSource } from '#lib/mail/sites/value-source.ts'
import type { ThemeProblem, ThemeReason } from '#lib/mail/themes/theme-reason.ts'

/** A reason as whoever reads English reads it. */
export const inEnglish = (reason: ThemeReason): string => reasonSentence(englishReasons.themeReasons, reason)

/** The same, with where it stands. */
export const problemInEnglish = (problem: ThemeProblem): string => themeSentence(englishReasons, problem)

/** What is odd in a configuration. */
export const noteInEnglish = (note: ConfigNote): string => noteSentence(englishReasons, note)

/** What is wrong with it. */
export const mistakeInEnglish = (mistake: ConfigMistake): string => mistakeSentence(englishReasons, mistake)

/** What a value has to be. */
export const expectationInEnglish = (expectation: Expectation): string => expectationPhrase(englishReasons, expectation)

/** Who said a value. */
export const sourceInEnglish = (source: ValueSource): string => sourcePhrase(englishReasons, source)
