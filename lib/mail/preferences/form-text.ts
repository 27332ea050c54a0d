import { PREFERENCES, type PreferenceName } from './schema.ts'

/** A value as one line or field of text holds it: toggles as "true" and "false", lists a line each, records with their fields between bars. */
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

/** The name of one field of a record in a form; records are counted from 0. */
export function recordField(name: PreferenceName, record: number, field: string): string {
  return `${name}.${record}.${field}`
}

/** Records as a form has them, unchecked: those that are wholly empty, or ticked to be removed, are none. Undefined where the form has no such records. */
export function readRecords(name: PreferenceName, textOf: (field: string) => string | undefined): readonly Readonly<Record<string, string>>[] | undefined {
  const { kind } = PREFERENCES[name]
  if (kind.type !== 'records') return undefined
  const names = Object.keys(kind.fields)
  const rows = Array.from({ length: kind.mostItems + 1 }, (_, at) => names.map((field) => textOf(recordField(name, at, field))))
  if (rows.every((row) => row.every((text) => text === undefined))) return undefined
  return rows
    .map((row, at) => (textOf(recordField(name, at, REMOVE)) === undefined ? Object.fromEntries(names.map((field, column) => [field, row[column] ?? ''])) : {}))
    .filter((record) => Object.values(record).some((text) => text.trim() !== ''))
}

/** The name of the hidden field that holds what a form showed: what is still the same nobody has changed. */
export function shownField(name: PreferenceName): string {
  return `shown.${name}`
}

/** The box that takes a record away. */
export const REMOVE = 'remove'
