import { makeWords } from '#lib/i18n/make-words.ts'
import { preferences } from '#lib/i18n/english/preference-words.ts'
import { writeFormText } from '#lib/mail/preferences/form-text.ts'
import type { PreferenceKind } from '#lib/mail/preferences/kinds.ts'
import { PREFERENCE_NAMES, PREFERENCES } from '#lib/mail/preferences/schema.ts'
import { code, markdownTable } from './markdown-table.ts'

/** Every preference: what a postern.toml may preset, lock and hide. */
export function preferenceTable(): string {
  const words = makeWords(preferences, preferences, 'en')
  return markdownTable(['name', 'on the screen', 'values', 'by itself'], PREFERENCE_NAMES.map((name) => {
    const { kind, fallback } = PREFERENCES[name]
    const value = writeFormText(name, fallback)
    return [code(name), words[name].label, valuesOf(kind), value === '' ? 'empty' : code(value)]
  }))
}

function valuesOf(kind: PreferenceKind): string {
  switch (kind.type) {
    case 'choice':
      return kind.options.map((option) => code(option)).join(' ')
    case 'toggle':
      return '`true` `false`'
    case 'number':
      return `${kind.least} to ${kind.most}`
    case 'text':
      return `${kind.isLong ? 'text' : 'line'}, at most ${kind.most} characters`
    case 'lines':
      return `list, at most ${kind.mostItems}`
    case 'records':
      return `list of ${Object.keys(kind.fields).join(' and ')}, at most ${kind.mostItems}`
  }
}
