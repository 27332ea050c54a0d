import type { AccountGroups } from '#lib/accounts/account-groups.ts'
import { AccountProblem, type Account, type AccountDirectory, type Grant, type ScramKeys } from '#lib/accounts/account-directory.ts'
import { identifiersOf, readIdentifier } from '#lib/accounts/grant-shape.ts'
import { deriveScramKeys, unmatchableScramKeys } from '#lib/accounts/password.ts'
import { NameListeners } from '#lib/mail-store/listeners/name-listeners.ts'

/** An account directory in memory with passwords in the clear: fast, and for tests alone. */
export class FakeAccounts implements AccountDirectory {
  readonly #accounts = new Map<string, { account: Account; password: string }>()
  readonly #grants: Grant[] = []
  keepsScramKeys = true
  /** Members by the name of the group; `regroup` changes them. */
  readonly #groups = new Map<string, readonly string[]>()
  readonly groups: AccountGroups = { has: (group) => this.#groups.has(group), of: (account) => [...this.#groups].filter(([, members]) => members.includes(account)).map(([name]) => name) }
  readonly #names = new NameListeners()
  readonly #entries = new Map<string, Uint8Array>()

  async authenticate(name: string, password: string): Promise<Account | undefined> {
    const known = this.#accounts.get(name.toLowerCase())
    return known?.password === password ? known.account : undefined
  }

  async find(name: string): Promise<Account | undefined> {
    return this.#accounts.get(name.toLowerCase())?.account
  }

  async list(): Promise<readonly Account[]> {
    return [...this.#accounts.values()].map(({ account }) => account)
  }

  async add(name: string, password: string, quota?: number): Promise<Account> {
    if (this.#accounts.has(name)) throw new AccountProblem('exists', 'There is such a user already.')
    const account = { name, ...(quota === undefined ? {} : { quota }) }
    this.#accounts.set(name, { account, password })
    return account
  }

  async setPassword(name: string, password: string): Promise<void> {
    this.#accounts.set(name, { ...this.#existing(name), password })
  }

  async setQuota(name: string, quota: number | undefined): Promise<void> {
    const { account, password } = this.#existing(name)
    const { quota: _, ...others } = account
    this.#accounts.set(name, { password, account: { ...others, ...(quota === undefined ? {} : { quota }) } })
  }

  async setMessageQuota(name: string, messageQuota: number | undefined): Promise<void> {
    const { account, password } = this.#existing(name)
    const { messageQuota: _, ...others } = account
    this.#accounts.set(name, { password, account: { ...others, ...(messageQuota === undefined ? {} : { messageQuota }) } })
  }

  async remove(name: string): Promise<void> {
    this.#accounts.delete(name)
  }

  async scramKeys(name: string): Promise<ScramKeys> {
    const known = this.#accounts.get(name.toLowerCase())
    return known ? await deriveScramKeys(known.password, Buffer.from(`salt of ${name}`), 4096) : unmatchableScramKeys(Buffer.from('secret'), name)
  }

  async grantsTo(name: string): Promise<readonly Grant[]> {
    return this.#grants.filter(({ owner, identifier }) => owner !== name && identifiersOf(name, this.groups.of(name)).includes(identifier))
  }

  async grantsOf(owner: string): Promise<readonly Grant[]> {
    return this.#grants.filter((grant) => grant.owner === owner)
  }

  async grant(grant: Grant): Promise<void> {
    const named = readIdentifier(grant.identifier)
    if (!named || named.account !== undefined) this.#existing(named?.account ?? '')
    if (named?.group !== undefined && grant.rights !== '' && !this.#groups.has(named.group)) throw new AccountProblem('no-such-account', 'There is no such group.')
    const before = this.#grants.find((other) => other.owner === grant.owner && other.uidValidity === grant.uidValidity && other.identifier === grant.identifier)
    if (before) this.#grants.splice(this.#grants.indexOf(before), 1)
    if (grant.rights !== '') this.#grants.push({ ...before, ...grant })
    this.#names.tell()
  }

  async forgetMailbox(owner: string, uidValidity: number): Promise<void> {
    for (const grant of [...this.#grants]) if (grant.owner === owner && grant.uidValidity === uidValidity) this.#grants.splice(this.#grants.indexOf(grant), 1)
  }

  /** That group has these members from now on; undefined: there is no such group any more. */
  regroup(group: string, members: readonly string[] | undefined): void {
    if (members) this.#groups.set(group, members)
    else this.#groups.delete(group)
    this.#names.tell()
  }

  watchGrants(listener: () => void): () => void {
    return this.#names.add(listener)
  }

  async serverEntries(): Promise<ReadonlyMap<string, Uint8Array>> {
    return this.#entries
  }

  async setServerEntries(changes: ReadonlyMap<string, Uint8Array | undefined>): Promise<void> {
    for (const [name, value] of changes) {
      if (value) this.#entries.set(name, value)
      else this.#entries.delete(name)
    }
  }

  #existing(name: string): { account: Account; password: string } {
    const known = this.#accounts.get(name)
    if (!known) throw new AccountProblem('no-such-account', 'There is no such user.')
    return known
  }
}
