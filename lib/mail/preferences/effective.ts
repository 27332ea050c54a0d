import type { PreferenceName, PreferenceValues } from './schema.ts'

export type PreferenceSource = 'built-in' | 'site' | 'group' | 'person'

/** Who keeps a preference as it is, and why. */
export interface Lock {
  readonly level: 'site' | 'group'
  /** The administrator's words; '' where none were given. */
  readonly reason: string
}

/** A preference as it holds for one person. */
export interface Effective<Name extends PreferenceName = PreferenceName> {
  readonly value: PreferenceValues[Name]
  readonly from: PreferenceSource
  readonly lock?: Lock
  /** Not shown in the settings, and not to be changed. */
  readonly hidden: boolean
}

/** True for what an administrator has decided for good: locked, or set and hidden. What is only hidden says nothing. */
export function isImposed({ lock, hidden, from }: Pick<Effective, 'lock' | 'hidden' | 'from'>): boolean {
  return lock !== undefined || (hidden && from !== 'built-in')
}

export type EffectivePreferences = { readonly [Name in PreferenceName]: Effective<Name> }

/** What a site or a group says about preferences. Values are checked already. */
export interface PreferenceRules {
  readonly defaults: Partial<PreferenceValues>
  /** Values that win over the person's own, and why: the reason is shown. */
  readonly locks: { readonly [Name in PreferenceName]?: LockedValue<PreferenceValues[Name]> }
  readonly hidden: readonly PreferenceName[]
}

export interface LockedValue<Value = unknown> {
  readonly value: Value
  readonly reason: string
}

export const NO_RULES: PreferenceRules = { defaults: {}, locks: {}, hidden: [] }
