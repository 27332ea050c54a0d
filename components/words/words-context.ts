'use client'
import { createContext, useContext } from 'react'
import type { Formats } from '#lib/i18n/formats.ts'
import type { LanguageTag } from '#lib/i18n/languages.ts'
import type { Words } from '#lib/i18n/words.ts'

export interface Wording {
  readonly language: LanguageTag
  readonly words: Words
  readonly formats: Formats
}

export const WordingContext = createContext<Wording | undefined>(undefined)

/** The words of this page, in its reader's language. Throws outside `WordsProvider`. */
export function useWords(): Words {
  return useWording().words
}

/** Numbers, sizes, dates and names as this page's reader writes and sorts them. Throws outside `WordsProvider`. */
export function useFormats(): Formats {
  return useWording().formats
}

function useWording(): Wording {
  const wording = useContext(WordingContext)
  if (!wording) throw new Error('outside WordsProvider')
  return wording
}
