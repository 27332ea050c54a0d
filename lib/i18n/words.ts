import { en } from './en.ts'
import { makeWords } from './make-words.ts'
import type { WordsOf } from './message-type.ts'

/** The words of one language. */
export type Words = WordsOf<typeof en>

/** The words that screens are made of. */
export const words: Words = makeWords(en, en, 'en')

export const composeWords = words.compose
