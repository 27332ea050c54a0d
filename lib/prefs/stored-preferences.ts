import { GatewayError } from '#lib/mail/gateway-error.ts'
import { parsePreference, type PreferenceName, type PreferenceValues } from '#lib/mail/preferences/schema.ts'
import { openGatewayStorage, openSharedStorage, type Row, type Storage } from '#lib/storage/storage.ts'
import { PREFERENCE_OCTETS, type PreferenceChange, type PreferenceStore, type SaveOutcome, type StoredPreferences } from './preference-store.ts'

/** A value that was taken back stays as an empty row: a device that changed an older version is told. */
export const PREFERENCE_MIGRATIONS = ['CREATE TABLE preference (account TEXT NOT NULL, name TEXT NOT NULL, value TEXT, version INTEGER NOT NULL, PRIMARY KEY (account, name))']

/** Opens or creates `gateway/preferences.sqlite` in a data directory. */
export async function openPreferences(data: string): Promise<PreferenceStore> {
  return new StoredPreferenceStore(await openGatewayStorage(data, 'preferences', PREFERENCE_MIGRATIONS))
}

/** Preferences on a PostgreSQL server that several gateways share. Rejects when it cannot be reached. */
export async function openSharedPreferences(url: string, schema = 'postern_preferences'): Promise<PreferenceStore> {
  return new StoredPreferenceStore(await openSharedStorage(url, schema, PREFERENCE_MIGRATIONS))
}

/** Preferences as rows of a storage. */
class StoredPreferenceStore implements PreferenceStore {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  async load(account: string): Promise<StoredPreferences> {
    return read(await rowsOf(this.#storage, account))
  }

  async save(account: string, changes: readonly PreferenceChange[]): Promise<SaveOutcome> {
    return this.#storage.transaction(async (tx) => {
      const rows = new Map((await rowsOf(tx, account)).map((row) => [String(row.name), row]))
      const conflicts: PreferenceName[] = []
      for (const { name, value, expected } of changes) {
        const version = Number(rows.get(name)?.version ?? 0)
        if (expected !== undefined && expected !== version) {
          conflicts.push(name)
          continue
        }
        const text = value === undefined ? null : JSON.stringify(value)
        rows.set(name, { name, value: text, version: version + 1 })
        await tx.run(
          'INSERT INTO preference (account, name, value, version) VALUES (?, ?, ?, ?) ON CONFLICT (account, name) DO UPDATE SET value = excluded.value, version = excluded.version',
          [account, name, text, version + 1],
        )
      }
      const octets = [...rows.values()].reduce((sum, row) => sum + Buffer.byteLength(`${String(row.name)}${String(row.value ?? '')}`), 0)
      if (octets > PREFERENCE_OCTETS) throw new GatewayError('too-large', 'preferences')
      return { conflicts }
    })
  }

  async close(): Promise<void> {
    await this.#storage.close()
  }
}

function rowsOf(storage: Storage, account: string): Promise<readonly Row[]> {
  return storage.all('SELECT name, value, version FROM preference WHERE account = ?', [account])
}

function read(rows: readonly Row[]): StoredPreferences {
  const values: Partial<Record<PreferenceName, PreferenceValues[PreferenceName]>> = {}
  const versions: Partial<Record<PreferenceName, number>> = {}
  for (const row of rows) {
    const parsed = parsePreference(String(row.name), row.value === null ? undefined : decode(String(row.value)))
    if ('value' in parsed) values[parsed.name] = parsed.value
    versions[String(row.name) as PreferenceName] = Number(row.version)
  }
  return { values: values as Partial<PreferenceValues>, versions }
}

/** A row that is no JSON counts as not set. */
function decode(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
