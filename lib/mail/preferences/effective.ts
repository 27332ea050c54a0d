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

export type EffectivePreferences = { readonly [Name in PreferenceName]: Effective<Name> }

/** What a site or a group says about preferences. Values are checked already. */
export interface PreferenceRules {
  readonly defaults: Partial<PreferenceValues>
  /** The locked value, where the rule names one; else what would hold without the person's. */
  readonly locks: { readonly [Name in PreferenceName]?: { readonly value?: PreferenceValues[Name]; readonly reason: string } }
  readonly hidden: readonly PreferenceName[]
}
