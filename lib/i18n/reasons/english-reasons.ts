import { configMistakes } from '../english/reasons/config-mistake-words.ts'
import { configNotes } from '../english/reasons/config-note-words.ts'
import { expectations } from '../english/reasons/expectation-words.ts'
import { reasonPlaces, themeReasons } from '../english/reasons/theme-reason-words.ts'
import { valueSources } from '../english/reasons/value-source-words.ts'
import { makeWords } from '../make-words.ts'

const ENGLISH = { reasonPlaces, themeReasons, configNotes, configMistakes, expectations, valueSources } as const

/** The reasons as logs and the command line say them: in English, whoever reads them. */
export const englishReasons = makeWords(ENGLISH, ENGLISH, 'en')
