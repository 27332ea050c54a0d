import { admin } from './admin-words.ts'
import { configMistakes } from './reasons/config-mistake-words.ts'
import { configNotes } from './reasons/config-note-words.ts'
import { expectations } from './reasons/expectation-words.ts'
import { reasonPlaces, themeReasons } from './reasons/theme-reason-words.ts'
import { valueSources } from './reasons/value-source-words.ts'
import { themeEditor } from './theme-editor-words.ts'
import { traces } from './trace-words.ts'

/** The words of pages for administrators. What servers say stays in their words beside them. */
export const administration = { admin, traces, themeEditor, reasonPlaces, themeReasons, configNotes, configMistakes, expectations, valueSources } as const
