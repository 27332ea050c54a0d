import { admin } from './admin-words.ts'
import { themeEditor } from './theme-editor-words.ts'

/** The words of pages for administrators. What files and servers say stays in English beside them. */
export const administration = { admin, themeEditor } as const
