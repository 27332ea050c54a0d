'use client'
import { use, useMemo, type ReactNode } from 'react'
import { formatsOf, localeOf } from '#lib/i18n/formats.ts'
import type { LanguageTag } from '#lib/i18n/languages.ts'
import type { Catalogue } from '#lib/i18n/message-type.ts'
import { overlayWords } from '#lib/i18n/overlay-words.ts'
import { wordsIn } from '#lib/i18n/words-in.ts'
import { WordingContext } from './words-context.ts'

/**
 * Gives everything in it the words of one language, with the administrator's `own` in place of ours. There is no boundary around it that would show something else
 * meanwhile: the server waits for them with the whole page, the browser with taking it over.
 */
export function WordsProvider({ language, own, children }: { language: LanguageTag; own: Catalogue | undefined; children: ReactNode }) {
  const usual = use(wordsIn(language))
  const words = useMemo(() => (own ? overlayWords(usual, own, localeOf(language)) : usual), [usual, own, language])
  const wording = useMemo(() => ({ language, words, formats: formatsOf(language, words) }), [language, words])
  return <WordingContext value={wording}>{children}</WordingContext>
}
