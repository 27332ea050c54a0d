import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { readServerEntries, writeServerEntries } from '#lib/imap/metadata/server-entries.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { isPreference, parsePreference, type PreferenceName, type PreferenceValues } from '#lib/mail/preferences/schema.ts'
import { PREFERENCE_OCTETS, type PreferenceChange, type PreferenceStore, type SaveOutcome, type StoredPreferences } from '#lib/prefs/preference-store.ts'

/** Where the preferences stand on the IMAP server: an annotation of the account for each, `{"version":1,"value":…}` in JSON. */
const FOLDER = '/private/vendor/postern/preferences'

/** One that was read less than so many milliseconds ago is not asked for again: a change on another gateway shows after it. */
const REMEMBERED_FOR = 30_000
/** Each may fill PREFERENCE_OCTETS: 16 MB at the very most. */
const REMEMBERED_ACCOUNTS = 250

export interface MetadataPreferencesOptions {
  /** Connections of the account's owner, who is signed in. */
  readonly connectionsOf: (account: string) => AccountConnections
  /** Where preferences are kept for accounts on servers that keep no annotations. */
  readonly otherwise: () => Promise<PreferenceStore>
  /** Shared by all stores of one process. */
  readonly memory?: MetadataMemory
}

/** What was read lately, and who is saving: one account's saves in this process come one after the other. */
export class MetadataMemory {
  readonly #now: () => number
  readonly #known = new Map<string, { readonly stored: StoredPreferences; readonly until: number }>()
  readonly #saving = new Map<string, Promise<unknown>>()

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  recall(account: string): StoredPreferences | undefined {
    const known = this.#known.get(account)
    return known && this.#now() < known.until ? known.stored : undefined
  }

  remember(account: string, stored: StoredPreferences): StoredPreferences {
    this.forget(account)
    this.#known.set(account, { stored, until: this.#now() + REMEMBERED_FOR })
    const [oldest] = this.#known.keys()
    if (this.#known.size > REMEMBERED_ACCOUNTS && oldest !== undefined) this.#known.delete(oldest)
    return stored
  }

  forget(account: string): void {
    this.#known.delete(account)
  }

  /** Begins `work` when nothing else is being saved for that account. */
  async inTurn<T>(account: string, work: () => Promise<T>): Promise<T> {
    const working = (this.#saving.get(account) ?? Promise.resolve()).then(work)
    const settled = working.catch(() => undefined) // the caller has the error; the next save begins
    this.#saving.set(account, settled)
    try {
      return await working
    } finally {
      if (this.#saving.get(account) === settled) this.#saving.delete(account)
    }
  }
}

/**
 * Preferences kept by the IMAP server itself (METADATA, RFC 5464): they follow their owner to any gateway. Devices merge by
 * preference because each is an annotation of its own. The server compares no versions: of two gateways that save the same
 * preference within the same moment the later wins, and neither is told.
 */
export class MetadataPreferences implements PreferenceStore {
  readonly #options: MetadataPreferencesOptions
  readonly #memory: MetadataMemory

  constructor(options: MetadataPreferencesOptions) {
    this.#options = options
    this.#memory = options.memory ?? new MetadataMemory()
  }

  async load(account: string): Promise<StoredPreferences> {
    const known = this.#memory.recall(account)
    if (known) return known
    const entries = await readServerEntries(this.#options.connectionsOf(account), FOLDER)
    return entries ? this.#memory.remember(account, parse(entries)) : (await this.#options.otherwise()).load(account)
  }

  save(account: string, changes: readonly PreferenceChange[]): Promise<SaveOutcome> {
    return this.#memory.inTurn(account, () => this.#save(account, changes))
  }

  /** The connections and the store behind are their opener's to close. */
  async close(): Promise<void> {}

  async #save(account: string, changes: readonly PreferenceChange[]): Promise<SaveOutcome> {
    const connections = this.#options.connectionsOf(account)
    const entries = await readServerEntries(connections, FOLDER)
    if (!entries) return (await this.#options.otherwise()).save(account, changes)
    const after = new Map(entries)
    const written = new Map<string, string>()
    const conflicts: PreferenceName[] = []
    for (const { name, value, expected } of changes) {
      const version = versionOf(after.get(name))
      if (expected !== undefined && expected !== version) {
        conflicts.push(name)
        continue
      }
      const text = JSON.stringify({ version: version + 1, value })
      after.set(name, text)
      written.set(name, text)
    }
    if (octetsOf(after) > PREFERENCE_OCTETS) throw new GatewayError('too-large', 'preferences')
    this.#memory.forget(account) // what a failed command has done, only the server knows
    if (written.size > 0) await writeServerEntries(connections, FOLDER, written)
    this.#memory.remember(account, parse(after))
    return { conflicts }
  }
}

function parse(entries: ReadonlyMap<string, string>): StoredPreferences {
  const values: Partial<Record<PreferenceName, PreferenceValues[PreferenceName]>> = {}
  const versions: Partial<Record<PreferenceName, number>> = {}
  for (const [name, text] of entries) {
    if (!isPreference(name)) continue
    versions[name] = versionOf(text)
    const parsed = parsePreference(name, recordOf(text)['value'])
    if ('value' in parsed) values[name] = parsed.value
  }
  return { values: values as Partial<PreferenceValues>, versions }
}

function versionOf(text: string | undefined): number {
  const version = text === undefined ? 0 : recordOf(text)['version']
  return typeof version === 'number' && Number.isSafeInteger(version) && version > 0 ? version : 0
}

/** The entry as JSON; empty for what somebody else wrote there. */
function recordOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const record: unknown = JSON.parse(text)
    return typeof record === 'object' && record !== null ? (record as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {} // no JSON: nothing of ours
  }
}

function octetsOf(entries: ReadonlyMap<string, string>): number {
  return [...entries].reduce((sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text), 0)
}
