import type { PreferenceStore } from '#lib/prefs/preference-store.ts'
import { openPreferences } from '#lib/prefs/stored-preferences.ts'

export type { PreferenceStore }

/** Where this gateway keeps preferences. Rejects when it cannot be opened. */
export function openPreferenceStore(data: string): Promise<PreferenceStore> {
  return openPreferences(data)
}
