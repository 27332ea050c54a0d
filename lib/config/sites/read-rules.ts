import type { LockedValue, PreferenceRules } from '#lib/mail/preferences/effective.ts'
import { isPreference, parsePreference, type PreferenceName, type PreferenceProblem } from '#lib/mail/preferences/schema.ts'
import { KEYS } from '../keys.ts'
import { shortText } from '../kinds.ts'
import { isTable, type OfKey, type SettingsTable } from './settings-table.ts'
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
    if ('problem' in parsed) table.problem(name, mistakeOf('default', name, parsed.problem))
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
    const parsed = parsePreference(name, undefined)
    table.problem(name, 'problem' in parsed && !isPreference(name) ? mistakeOf('lock', name, parsed.problem) : { code: 'lock-without-value' })
    return undefined
  }
  for (const key of Object.keys(given)) if (key !== 'value' && key !== 'reason') table.problem(`${name}.${key}`, { code: 'lock-part' })
  const reason = v.safeParse(v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(REASON_LIMIT), v.regex(/^[^\p{Cc}]*$/u)), given.reason)
  if (!reason.success) table.problem('reason' in given ? `${name}.reason` : name, { code: 'lock-reason', most: REASON_LIMIT })
  const parsed = parsePreference(name, given.value)
  if ('problem' in parsed) table.problem(`${name}.value`, mistakeOf('lock', name, parsed.problem))
  return 'value' in parsed && reason.success ? { value: parsed.value, reason: reason.output } : undefined
}

/** The same as what is wrong with a default or a lock. */
function mistakeOf(what: 'default' | 'lock', preference: string, problem: PreferenceProblem): OfKey {
  if (problem.code === 'unknown') return { code: `${what}-unknown`, preference }
  if (problem.code === 'nearly-known') return { code: `${what}-nearly-known`, preference, near: problem.near }
  return { code: `${what}-must-be`, preference, expected: problem.expected }
}

function readHidden(table: SettingsTable): readonly PreferenceName[] {
  const given = table.raw('hidden')
  if (given === undefined) return []
  if (!Array.isArray(given)) {
    table.problem('hidden', { code: 'hidden-list' })
    return []
  }
  const hidden = given.filter((name, at): name is PreferenceName => {
    if (typeof name === 'string' && isPreference(name)) return true
    table.problem(`hidden.${at}`, v.is(shortText.schema, name) ? { code: 'hidden-unknown', value: JSON.stringify(name) } : { code: 'hidden-no-text' })
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
    if (seen.has(name)) table.problem(name, { code: 'written-twice' })
    seen.add(name)
  }
  return found
}

const isLock = (value: unknown): boolean => isTable(value) && ('value' in value || 'reason' in value)
