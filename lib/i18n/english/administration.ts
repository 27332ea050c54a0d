import { admin } from './admin-words.ts'

/** The words of pages for administrators: like their part of the manual, in English only. Such a page says so in its `lang`. */
export const administration = { admin } as const
