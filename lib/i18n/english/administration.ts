import { admin } from './admin-words.ts'
import { themeEditor } from './theme-editor-words.ts'
import { themePlaces, themeReasons } from './reasons/theme-reason-words.ts'

/** The words of pages for administrators. What files and servers say stays as it is beside them. */
export const administration = { admin, themeEditor, themePlaces, themeReasons } as const
