import { configNotes } from '../english/reasons/config-note-words.ts'
import { themePlaces, themeReasons } from '../english/reasons/theme-reason-words.ts'
import { makeWords } from '../make-words.ts'

const ENGLISH = { themePlaces, themeReasons, configNotes } as const

/** The reasons as logs and the command line say them: in English, whoever reads them. */
export const englishReasons = makeWords(ENGLISH, ENGLISH, 'en')
