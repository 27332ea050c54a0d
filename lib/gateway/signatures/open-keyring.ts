import type { KeyringStore } from '#lib/signatures/keyring/keyring-store.ts'
import { openKeyring, openSharedKeyring } from '#lib/signatures/keyring/stored-keyring.ts'

export type { KeyringStore }

/** Where this gateway keeps people's keyrings: the PostgreSQL server with that address, else its data directory. Rejects when it cannot be opened. */
export function openKeyringStore(data: string, database?: string): Promise<KeyringStore> {
  return database === undefined ? openKeyring(data) : openSharedKeyring(database)
}
