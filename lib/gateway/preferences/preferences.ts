import type { Log } from '#lib/log/log.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { EffectivePreferences, PreferenceRules } from '#lib/mail/preferences/effective.ts'
import { isPreference, parsePreference, PREFERENCE_NAMES, type PreferenceName } from '#lib/mail/preferences/schema.ts'
import type { PreferenceChange, PreferenceStore, StoredPreferences } from '#lib/prefs/preference-store.ts'
import { resolvePreferences } from '#lib/prefs/resolve.ts'

export { valuesOf } from '#lib/prefs/resolve.ts'

/** Somebody's preferences: where they are kept, and who else has a say. */
export interface PreferencesOf {
  /** Opens at first use; what it rejects with is told to the log only. */
  readonly store: () => Promise<PreferenceStore>
  readonly account: string
  readonly site: PreferenceRules
  readonly groups: readonly PreferenceRules[]
  readonly log: Log
}

export interface Preferences {
  readonly effective: EffectivePreferences
  /** Of what the person has set; a change names the version that it was made on. */
  readonly versions: StoredPreferences['versions']
  /** False where the person's own could not be read: what holds without them is in force, and nothing can be saved. */
  readonly isAvailable: boolean
}

/** What holds for somebody. A storage that is down takes away their own choices, never the mail. */
export async function readPreferences({ store, account, site, groups, log }: PreferencesOf): Promise<Preferences> {
  try {
    const { values, versions } = await (await store()).load(account)
    return { effective: resolvePreferences({ site, groups, person: values }), versions, isAvailable: true }
  } catch (error) {
    log.error('preferences-unavailable', error)
    return { effective: resolvePreferences({ site, groups, person: {} }), versions: {}, isAvailable: false }
  }
}

/** What holds for nobody in particular. */
export function effectiveWithout(site: PreferenceRules): EffectivePreferences {
  return resolvePreferences({ site, groups: [], person: {} })
}

/** One change as a request asks for it; `value` undefined goes back to the default. */
export interface AskedChange {
  readonly name: string
  readonly value: unknown
  readonly expected?: number | undefined
}

/**
 * Saves all of the changes or none. Throws GatewayError 'invalid' for an unknown name or value, 'preference-locked' for what an
 * administrator keeps, 'conflict' where another device was faster (the others are saved), 'too-large', 'preferences-unavailable'.
 */
export async function changePreferences(of: PreferencesOf, asked: readonly AskedChange[]): Promise<Preferences> {
  const changes = asked.map((change) => checked(change))
  const before = await readPreferences(of)
  if (!before.isAvailable) throw new GatewayError('preferences-unavailable')
  for (const { name } of changes) refuseKept(name, before.effective)
  const { conflicts } = await save(of, changes)
  if (conflicts.length > 0) throw new GatewayError('conflict', conflicts.join(' '))
  return readPreferences(of)
}

/** Of a whole form those fields that say something else than what holds: the others are left to whoever presets them. */
export function onlyChanged(asked: readonly AskedChange[], effective: EffectivePreferences): readonly AskedChange[] {
  return asked.filter(({ name, value }) => !isPreference(name) || JSON.stringify(value) !== JSON.stringify(effective[name].value))
}

/** Everything that the person has set, as JSON: for a file that another site or Postern can read. */
export async function exportPreferences(of: PreferencesOf): Promise<Readonly<Record<string, unknown>>> {
  const { effective, isAvailable } = await readPreferences(of)
  if (!isAvailable) throw new GatewayError('preferences-unavailable')
  return Object.fromEntries(PREFERENCE_NAMES.filter((name) => effective[name].from === 'person').map((name) => [name, effective[name].value]))
}

/** What became of one entry of an imported file. */
export interface Imported {
  readonly name: string
  readonly outcome: 'set' | 'unknown' | 'invalid' | 'locked'
}

/** Takes over what can be taken over, and says of each entry what became of it. Throws as `changePreferences` does, and 'invalid' for what is no table of preferences. */
export async function importPreferences(of: PreferencesOf, file: unknown): Promise<readonly Imported[]> {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) throw new GatewayError('invalid', 'no table of preferences')
  const { effective } = await readPreferences(of)
  const entries = Object.entries(file)
  if (entries.length > MOST_IMPORTED) throw new GatewayError('too-large', `${entries.length} entries`)
  const judged = entries.map(([name, value]) => {
    const parsed = parsePreference(name, value)
    if ('problem' in parsed) return { name: name.slice(0, 100), outcome: isPreference(name) ? ('invalid' as const) : ('unknown' as const) }
    const kept = isKept(parsed.name, effective)
    return kept ? { name, outcome: 'locked' as const } : { name, outcome: 'set' as const, change: { name: parsed.name, value: parsed.value } }
  })
  await changePreferences(of, judged.flatMap((each) => ('change' in each ? [each.change] : [])))
  return judged.map(({ name, outcome }) => ({ name, outcome }))
}

/** More entries than there will ever be preferences. */
const MOST_IMPORTED = 1000

function checked({ name, value, expected }: AskedChange): PreferenceChange {
  const version = expected === undefined ? {} : { expected }
  const parsed = parsePreference(name, value)
  if ('value' in parsed) return { name: parsed.name, value: parsed.value, ...version }
  if (value === undefined && isPreference(name)) return { name, value: undefined, ...version }
  throw new GatewayError('invalid', `preference ${parsed.problem.code}`)
}

function isKept(name: PreferenceName, effective: EffectivePreferences): boolean {
  return effective[name].lock !== undefined || effective[name].hidden
}

function refuseKept(name: PreferenceName, effective: EffectivePreferences): void {
  if (isKept(name, effective)) throw new GatewayError('preference-locked', name)
}

async function save({ store, account, log }: PreferencesOf, changes: readonly PreferenceChange[]) {
  try {
    return await (await store()).save(account, changes)
  } catch (error) {
    if (isGatewayError(error)) throw error
    log.error('preferences-unavailable', error)
    throw new GatewayError('preferences-unavailable')
  }
}
