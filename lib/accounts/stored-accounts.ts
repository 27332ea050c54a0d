import type { Row, SqlValue, Storage } from '#lib/storage/storage.ts'
import { NO_GROUPS, type AccountGroups } from './account-groups.ts'
import { AccountProblem, type Account, type AccountDirectory, type Grant, type ScramKeys } from './account-directory.ts'
import { findableAccount, newAccountName } from './account-name.ts'
import { canonicalGrant, identifiersOf, readIdentifier } from './grant-shape.ts'
import { deriveScramKeys, hashPassword, newPassword, preparePassword, unmatchableHash, unmatchableScramKeys, verifyPassword } from './password.ts'
import { RememberedPasswords } from './remembered-passwords.ts'

/** Accounts remembered at most; names that nobody has are not. */
const FOUND_LIMIT = 10_000

/** The account directory over a Storage. */
export class StoredAccounts implements AccountDirectory {
  readonly #storage: Storage
  readonly #scram: boolean
  readonly #remembered: RememberedPasswords
  readonly #unmatchable = unmatchableHash()
  /** Accounts as they have been found since the storage last changed: every message that comes in asks for its account's limits. */
  readonly #found = new Map<string, Account>()
  #foundAt: number | undefined
  #groups = NO_GROUPS
  readonly #grantListeners = new Set<{ readonly call: () => void }>()

  constructor(storage: Storage, scram: boolean, now: () => number) {
    this.#storage = storage
    this.#scram = scram
    this.#remembered = new RememberedPasswords(now)
  }

  async authenticate(name: string, password: string): Promise<Account | undefined> {
    const findable = findableAccount(name)
    const row = findable === undefined ? undefined : await this.#row(findable)
    const prepared = preparePassword(password)
    const hash = (row?.['password_hash'] as string | undefined) ?? this.#unmatchable
    if (row && findable && prepared !== undefined && this.#remembered.holds(findable, prepared, hash)) return toAccount(row)
    // Computed whatever is known by now, so that the time tells nothing.
    const matches = await verifyPassword(prepared ?? 'no password has\u0000this in it', hash)
    if (!matches || !row || findable === undefined || prepared === undefined) return undefined
    this.#remembered.remember(findable, prepared, hash)
    return toAccount(row)
  }

  async find(name: string): Promise<Account | undefined> {
    const mark = this.#storage.mark()
    const known = mark === this.#foundAt ? this.#found.get(name) : undefined
    if (known) return known
    const findable = findableAccount(name)
    const row = findable === undefined ? undefined : await this.#row(findable)
    const account = row && toAccount(row)
    if (account && mark !== undefined) this.#keep(name, account, mark)
    return account
  }

  async list(): Promise<readonly Account[]> {
    return (await this.#storage.all('SELECT name, quota, message_quota FROM account ORDER BY name')).map(toAccount)
  }

  async add(name: string, password: string, quota?: number): Promise<Account> {
    const account = newAccountName(name)
    if (await this.#row(account)) throw new AccountProblem('exists', 'There is an account of this name already')
    const credentials = await this.#credentials(password)
    const { changes } = await this.#storage.run(
      `INSERT OR IGNORE INTO account (name, quota, password_hash, scram_salt, scram_iterations, scram_stored_key, scram_server_key) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      [account, quota ?? null, ...credentials],
    )
    if (changes === 0) throw new AccountProblem('exists', 'There is an account of this name already')
    return { name: account, ...(quota !== undefined && { quota }) }
  }

  async setPassword(name: string, password: string): Promise<void> {
    const account = await this.#existing(name)
    const credentials = await this.#credentials(password)
    await this.#storage.run(
      'UPDATE account SET password_hash = ?, scram_salt = ?, scram_iterations = ?, scram_stored_key = ?, scram_server_key = ? WHERE name = ?',
      [...credentials, account],
    )
  }

  async setQuota(name: string, quota: number | undefined): Promise<void> {
    await this.#storage.run('UPDATE account SET quota = ? WHERE name = ?', [quota ?? null, await this.#existing(name)])
  }

  async setMessageQuota(name: string, quota: number | undefined): Promise<void> {
    await this.#storage.run('UPDATE account SET message_quota = ? WHERE name = ?', [quota ?? null, await this.#existing(name)])
  }

  async remove(name: string): Promise<void> {
    const account = await this.#existing(name)
    await this.#storage.transaction(async (tx) => {
      await tx.run('DELETE FROM acl_entry WHERE identifier IN (?, ?)', [account, `-${account}`])
      await tx.run('DELETE FROM account WHERE name = ?', [account])
    })
    this.#tellGrants()
  }

  get groups(): AccountGroups {
    return this.#groups
  }

  /** From now on these are the groups: whoever watches grants is told. */
  useGroups(groups: AccountGroups): void {
    this.#groups = groups
    this.#tellGrants()
  }

  get keepsScramKeys(): boolean {
    return this.#scram
  }

  async scramKeys(name: string): Promise<ScramKeys> {
    const findable = findableAccount(name)
    const row = findable === undefined || !this.#scram ? undefined : await this.#row(findable)
    // Made whatever is known by now, so that the time tells nothing.
    const unmatchable = unmatchableScramKeys(await this.#scramSecret(), findable ?? name)
    if (!row || row['scram_salt'] === null) return unmatchable
    return {
      salt: row['scram_salt'] as Uint8Array,
      iterations: row['scram_iterations'] as number,
      storedKey: row['scram_stored_key'] as Uint8Array,
      serverKey: row['scram_server_key'] as Uint8Array,
    }
  }

  async grantsTo(name: string): Promise<readonly Grant[]> {
    const { identifier: account, account: member } = readIdentifier(name) ?? { identifier: '' }
    const identifiers = identifiersOf(account, member === undefined ? [] : this.#groups.of(member))
    const places = identifiers.map(() => '?').join(', ')
    const rows = await this.#storage.all(`SELECT * FROM acl_entry WHERE identifier IN (${places}) AND owner <> ? ORDER BY alias, owner, uid_validity, identifier`, [...identifiers, account])
    return rows.map(toGrant)
  }

  async grantsOf(owner: string): Promise<readonly Grant[]> {
    return (await this.#storage.all('SELECT * FROM acl_entry WHERE owner = ? ORDER BY uid_validity, identifier', [findableAccount(owner) ?? ''])).map(toGrant)
  }

  async grant(grant: Grant): Promise<void> {
    const owner = await this.#existing(grant.owner)
    const { rights, alias } = canonicalGrant(grant)
    const identifier = await this.#existingIdentifier(grant.identifier, rights === '')
    const key = [owner, grant.uidValidity, identifier] as const
    if (rights === '') {
      await this.#storage.run('DELETE FROM acl_entry WHERE owner = ? AND uid_validity = ? AND identifier = ?', key)
      return this.#tellGrants()
    }
    await this.#storage.transaction(async (tx) => {
      const taken = alias !== undefined && (await tx.get('SELECT 1 FROM acl_entry WHERE identifier = ? AND alias = ? AND NOT (owner = ? AND uid_validity = ?)', [identifier, alias, owner, grant.uidValidity]))
      if (taken) throw new AccountProblem('exists', 'Another shared mailbox has this name already')
      await tx.run(
        'INSERT INTO acl_entry (owner, uid_validity, identifier, rights, alias) VALUES (?, ?, ?, ?, ?) ON CONFLICT (owner, uid_validity, identifier) DO UPDATE SET rights = excluded.rights, alias = coalesce(excluded.alias, alias)',
        [...key, rights, alias ?? null],
      )
    })
    this.#tellGrants()
  }

  async forgetMailbox(owner: string, uidValidity: number): Promise<void> {
    const { changes } = await this.#storage.run('DELETE FROM acl_entry WHERE owner = ? AND uid_validity = ?', [findableAccount(owner) ?? '', uidValidity])
    if (changes > 0) this.#tellGrants()
  }

  watchGrants(listener: () => void): () => void {
    const entry = { call: listener }
    this.#grantListeners.add(entry)
    return () => void this.#grantListeners.delete(entry)
  }

  async serverEntries(): Promise<ReadonlyMap<string, Uint8Array>> {
    return new Map((await this.#storage.all('SELECT name, value FROM server_entry ORDER BY name', [])).map((row) => [row['name'] as string, row['value'] as Uint8Array]))
  }

  async setServerEntries(changes: ReadonlyMap<string, Uint8Array | undefined>): Promise<void> {
    await this.#storage.transaction(async (tx) => {
      for (const [name, value] of changes) {
        if (value === undefined) await tx.run('DELETE FROM server_entry WHERE name = ?', [name])
        else await tx.run('INSERT INTO server_entry VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value', [name, value])
      }
    })
  }

  /** Grants of an older Postern, which named mailboxes by name; `settle` says which each means, those of gone ones none. */
  async settleNamedGrants(settle: (owner: string, mailbox: string) => Promise<readonly number[]>): Promise<void> {
    const rows = await this.#storage.all('SELECT * FROM mailbox_grant', [])
    for (const row of rows) {
      const [owner, mailbox, identifier] = [row['owner'] as string, row['mailbox'] as string, row['grantee'] as string]
      const [first, ...below] = await settle(owner, mailbox)
      const rights = row['rights'] as string
      if (first !== undefined) await this.grant({ owner, uidValidity: first, identifier, rights, alias: row['alias'] as string })
      for (const uidValidity of below) await this.grant({ owner, uidValidity, identifier, rights })
      await this.#storage.run('DELETE FROM mailbox_grant WHERE owner = ? AND mailbox = ? AND grantee = ?', [owner, mailbox, identifier])
    }
  }

  async close(): Promise<void> {
    await this.#storage.close()
  }

  async #scramSecret(): Promise<Uint8Array> {
    const row = await this.#storage.get("SELECT value FROM server_secret WHERE name = 'scram'")
    if (!row) throw new Error('The secret of SCRAM is missing')
    return row['value'] as Uint8Array
  }

  #tellGrants(): void {
    for (const { call } of this.#grantListeners) call()
  }

  #keep(name: string, account: Account, mark: number): void {
    if (mark !== this.#foundAt || this.#found.size >= FOUND_LIMIT) this.#found.clear()
    this.#foundAt = mark
    this.#found.set(name, account)
  }

  async #row(account: string): Promise<Row | undefined> {
    return this.#storage.get('SELECT * FROM account WHERE name = ?', [account])
  }

  async #existing(name: string): Promise<string> {
    const findable = findableAccount(name)
    if (findable === undefined || !(await this.#row(findable))) throw new AccountProblem('no-such-account', 'There is no account of this name')
    return findable
  }

  /** What is said of a group that has gone stays until it is taken back. */
  async #existingIdentifier(text: string, isTakenBack: boolean): Promise<string> {
    const named = readIdentifier(text)
    if (!named) throw new AccountProblem('no-such-account', 'There is no account of this name')
    if (named.account !== undefined) await this.#existing(named.account)
    if (named.group !== undefined && !isTakenBack && !this.#groups.has(named.group)) throw new AccountProblem('no-such-account', 'There is no group of this name')
    return named.identifier
  }

  async #credentials(password: string): Promise<readonly SqlValue[]> {
    const prepared = newPassword(password)
    const [hash, keys] = await Promise.all([hashPassword(prepared), this.#scram ? deriveScramKeys(prepared) : undefined])
    return [hash, keys?.salt ?? null, keys?.iterations ?? null, keys?.storedKey ?? null, keys?.serverKey ?? null]
  }
}

function toAccount(row: Row): Account {
  const [quota, messageQuota] = [row['quota'] as number | null, row['message_quota'] as number | null]
  return { name: row['name'] as string, ...(quota !== null && { quota }), ...(messageQuota !== null && { messageQuota }) }
}

function toGrant(row: Row): Grant {
  const alias = row['alias'] as string | null
  const grant = { owner: row['owner'] as string, uidValidity: row['uid_validity'] as number, identifier: row['identifier'] as string, rights: row['rights'] as string }
  return alias === null ? grant : { ...grant, alias }
}
