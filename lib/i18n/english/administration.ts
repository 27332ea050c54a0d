import { admin } from './admin-words.ts'
import { configNotes } from './reasons/config-note-words.ts'
import { themePlaces, themeReasons } from './reasons/theme-reason-words.ts'
import { themeEditor } from './theme-editor-words.ts'

/** The words of pages for administrators. What servers say, and what is wrong with a configuration, stays in English beside them. */
export const administration = { admin, themeEditor, themePlaces, themeReasons, configNotes } as const
