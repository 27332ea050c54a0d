import type { LockedValue, PreferenceRules } from '#lib/mail/preferences/effective.ts'
import { isPreference, parsePreference, type PreferenceName } from '#lib/mail/preferences/schema.ts'
import { KEYS } from '../keys.ts'
import { shortText } from '../kinds.ts'
import { isTable, type SettingsTable } from './settings-table.ts'
import * as v from 'valibot'

/** Longest reason of a lock, in characters. */
const REASON_LIMIT = 500

/** `[defaults]`, `[locks]` and `hidden` of a site or group. A preference's name may be quoted or not: both spellings are one. */
export function readRules(table: SettingsTable): PreferenceRules {
  return { defaults: readDefaults(table), locks: readLocks(table), hidden: readHidden(table) }
}

/** `limits.page_size` is the older name of a default: it counts where `defaults` has no `index.page_size`. */
export function withPageSize(defaults: PreferenceRules['defaults'], pageSize: number): PreferenceRules['defaults'] {
  if (defaults['index.page_size'] !== undefined || pageSize === KEYS['limits.page_size'].fallback) return defaults
  const parsed = parsePreference('index.page_size', pageSize)
  return 'value' in parsed ? { ...defaults, [parsed.name]: parsed.value } : defaults
}

function readDefaults(parent: SettingsTable): PreferenceRules['defaults'] {
  const table = parent.table('defaults')
  const defaults: Record<string, unknown> = {}
  for (const [name, given] of entries(table, () => false)) {
    const parsed = parsePreference(name, given)
    if ('problem' in parsed) table.problem(name, `cannot be used: ${parsed.problem}`)
    else {
      defaults[parsed.name] = parsed.value
      table.found(name, parsed.value, 'default for everybody who has not chosen')
    }
  }
  return defaults
}

function readLocks(parent: SettingsTable): PreferenceRules['locks'] {
  const table = parent.table('locks')
  const locks: Record<string, LockedValue> = {}
  for (const [name, given] of entries(table, isLock)) {
    const lock = readLock(table, name, given)
    if (lock === undefined) continue
    locks[name] = lock
    table.found(name, lock, 'wins over what people choose')
  }
  return locks
}

function readLock(table: SettingsTable, name: string, given: unknown): LockedValue | undefined {
  if (!isTable(given) || !('value' in given)) {
    table.problem(name, isPreference(name) ? 'must be a table with value = … and reason = "…"' : `cannot be locked: ${unknown(name)}`)
    return undefined
  }
  for (const key of Object.keys(given)) if (key !== 'value' && key !== 'reason') table.problem(`${name}.${key}`, 'means nothing: a lock has value and reason')
  const reason = v.safeParse(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(REASON_LIMIT), v.regex(/^[^\p{Cc}]*$/u)), given.reason)
  if (!reason.success) table.problem('reason' in given ? `${name}.reason` : name, `must say in reason = "…" why it is locked, in at most ${REASON_LIMIT} characters: people are shown it`)
  const parsed = parsePreference(name, given.value)
  if ('problem' in parsed) table.problem(`${name}.value`, `cannot be locked: ${parsed.problem}`)
  return 'value' in parsed && reason.success ? { value: parsed.value, reason: reason.output } : undefined
}

/** The schema's own sentence, which names a near one. */
function unknown(name: string): string {
  const parsed = parsePreference(name, undefined)
  return 'problem' in parsed ? parsed.problem : ''
}

function readHidden(table: SettingsTable): readonly PreferenceName[] {
  const given = table.raw('hidden')
  if (given === undefined) return []
  if (!Array.isArray(given)) {
    table.problem('hidden', 'must be a list of preferences such as ["index.page_size"]')
    return []
  }
  const hidden = given.filter((name, at): name is PreferenceName => {
    if (typeof name === 'string' && isPreference(name)) return true
    table.problem(`hidden.${at}`, `names no preference: ${v.is(shortText.schema, name) ? JSON.stringify(name) : 'not even a text'}`)
    return false
  })
  table.found('hidden', hidden, 'preferences that are not shown')
  return hidden
}

/** What stands in the table, by the dotted name of a preference: `a.b = 1`, `"a.b" = 1` and a table `a` alike, but only one of them. */
function entries(table: SettingsTable, isWhole: (value: unknown) => boolean): [name: string, value: unknown][] {
  const walk = (name: string, value: unknown): [string, unknown][] => {
    if (!isTable(value) || isPreference(name) || isWhole(value)) return [[name, value]]
    return Object.entries(value).flatMap(([inner, innerValue]) => walk(`${name}.${inner}`, innerValue))
  }
  const found = table.names().flatMap((name) => walk(name, table.raw(name)))
  const seen = new Set<string>()
  for (const [name] of found) {
    if (seen.has(name)) table.problem(name, 'is written in two ways, with quotes around its dots and without: keep one of them')
    seen.add(name)
  }
  return found
}

const isLock = (value: unknown): boolean => isTable(value) && ('value' in value || 'reason' in value)
