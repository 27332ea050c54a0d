import type { AccountConnections } from '#lib/imap/account-connections.ts'
import type { PreferenceStore } from '#lib/prefs/preference-store.ts'
import { openPreferences, openSharedPreferences } from '#lib/prefs/stored-preferences.ts'
import { MetadataMemory, MetadataPreferences } from './metadata-preferences.ts'

export type { PreferenceStore }
export { MetadataMemory }

/** Where this gateway keeps preferences: the PostgreSQL server with that address, else its data directory. Rejects when it cannot be opened. */
export function openPreferenceStore(data: string, database?: string): Promise<PreferenceStore> {
  return database === undefined ? openPreferences(data) : openSharedPreferences(database)
}

/** The preferences of one person on the IMAP server; `otherwise` where that keeps none. */
export function preferencesOnServer(connections: AccountConnections, memory: MetadataMemory, otherwise: () => Promise<PreferenceStore>): PreferenceStore {
  return new MetadataPreferences({ connectionsOf: () => connections, otherwise, memory })
}
