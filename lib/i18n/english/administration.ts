import { admin } from './admin-words.ts'
import { themeEditor } from './theme-editor-words.ts'

/** The words of pages for administrators: like their part of the manual, in English only. Such a page says so in its `lang`. */
export const administration = { admin, themeEditor } as const
