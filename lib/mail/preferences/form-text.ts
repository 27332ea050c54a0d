import { PREFERENCES, type PreferenceName } from './schema.ts'

/** A value as one form field holds it: toggles as "true" and "false", lists a line each, records with their fields between bars. */
export function writeFormText(name: PreferenceName, value: unknown): string {
  const { kind } = PREFERENCES[name]
  if (kind.type === 'lines') return (value as readonly string[]).join('\n')
  if (kind.type === 'records') return (value as readonly Readonly<Record<string, string>>[]).map((record) => Object.keys(kind.fields).map((field) => record[field] ?? '').join(' | ')).join('\n')
  return String(value)
}

/** What such a field means, unchecked: give it to `parsePreference`. */
export function readFormText(name: PreferenceName, text: string): unknown {
  const { kind } = PREFERENCES[name]
  switch (kind.type) {
    case 'choice':
    case 'text':
      return text
    case 'toggle':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'number':
      return /^\s*-?\d{1,15}\s*$/.test(text) ? Number(text) : text
    case 'lines':
      return linesOf(text)
    case 'records':
      return linesOf(text).map((line) => {
        const parts = line.split('|').map((part) => part.trim())
        return Object.fromEntries(Object.keys(kind.fields).map((field, at, all) => [field, at === all.length - 1 ? parts.slice(at).join('|') : (parts[at] ?? '')]))
      })
  }
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line !== '')
}
