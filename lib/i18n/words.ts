import type { en } from './en.ts'
import type { WordsOf } from './message-type.ts'

/** The words that screens are made of, in one language. */
export type Words = WordsOf<typeof en>
