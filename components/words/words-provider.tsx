'use client'
import { use, useMemo, type ReactNode } from 'react'
import { formatsOf } from '#lib/i18n/formats.ts'
import type { LanguageTag } from '#lib/i18n/languages.ts'
import { wordsIn } from '#lib/i18n/words-in.ts'
import { WordingContext } from './words-context.ts'

/**
 * Gives everything in it the words of one language. There is no boundary around it that would show something else
 * meanwhile: the server waits for them with the whole page, the browser with taking it over.
 */
export function WordsProvider({ language, children }: { language: LanguageTag; children: ReactNode }) {
  const words = use(wordsIn(language))
  const wording = useMemo(() => ({ language, words, formats: formatsOf(language, words) }), [language, words])
  return <WordingContext value={wording}>{children}</WordingContext>
}
