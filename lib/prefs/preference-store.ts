import type { PreferenceName, PreferenceValues } from '#lib/mail/preferences/schema.ts'

/** What a person has set. */
export interface StoredPreferences {
  readonly values: Partial<PreferenceValues>
  /** Grows with each change of that preference; 0 stands for one that was never set. */
  readonly versions: Readonly<Partial<Record<PreferenceName, number>>>
}

export interface PreferenceChange {
  readonly name: PreferenceName
  /** Checked already; undefined goes back to what holds without the person. */
  readonly value: PreferenceValues[PreferenceName] | undefined
  /** The version that the change was made on; without it the last one wins. */
  readonly expected?: number
}

export interface SaveOutcome {
  /** Changed by another device since: nothing of these was saved, all the others were. */
  readonly conflicts: readonly PreferenceName[]
}

/** All that one account may keep, as JSON in UTF-8. */
export const PREFERENCE_OCTETS = 64 * 1024

/**
 * What people have set, by account. Two devices that save at once merge by preference. All of a change is durable when `save`
 * resolves, or nothing of it when it rejects: GatewayError 'too-large' beyond PREFERENCE_OCTETS, else the storage's own error.
 */
export interface PreferenceStore {
  /** What a newer version wrote and this one does not know is left alone and not answered. */
  load(account: string): Promise<StoredPreferences>
  save(account: string, changes: readonly PreferenceChange[]): Promise<SaveOutcome>
  close(): Promise<void>
}
