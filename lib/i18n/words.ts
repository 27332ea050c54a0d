import type { administration } from './english/administration.ts'
import type { pages } from './english/pages.ts'
import type { screens } from './english/screens.ts'
import type { WordsOf } from './message-type.ts'

/** The words that browsers have, in one language. */
export type Words = WordsOf<typeof screens>

/** All words, in one language: for pages that the server writes. */
export type PageWords = Words & WordsOf<typeof pages> & WordsOf<typeof administration>
