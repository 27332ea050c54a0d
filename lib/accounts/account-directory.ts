import type { AccountGroups } from './account-groups.ts'

/** Who exists on this mail server, how they prove it, and which addresses are theirs. */
export interface AccountDirectory {
  /** The account whose name and password these are; undefined in the same time for an unknown name (argon2id is computed all the same). */
  authenticate(name: string, password: string): Promise<Account | undefined>
  find(name: string): Promise<Account | undefined>
  list(): Promise<readonly Account[]>
  /** Stores argon2id and SCRAM-SHA-256 keys. Throws AccountProblem 'exists', 'bad-name', 'bad-password'. */
  add(name: string, password: string, quota?: number): Promise<Account>
  setPassword(name: string, password: string): Promise<void>
  /** Octets; undefined lifts the limit. */
  setQuota(name: string, quota: number | undefined): Promise<void>
  /** Messages; undefined lifts the limit. */
  setMessageQuota(name: string, quota: number | undefined): Promise<void>
  /** The account with its grants; its mail is removed by the caller. */
  remove(name: string): Promise<void>
  /** False where no SCRAM keys are kept: then nobody can prove anything by them. */
  readonly keepsScramKeys: boolean
  /**
   * What RFC 5802 needs to verify SCRAM-SHA-256. A name without an account, or an account without keys, gets keys that fit no password,
   * the same each time, so that nobody learns from them who exists.
   */
  scramKeys(name: string): Promise<ScramKeys>
  /** Those that entries may name, as they are now. */
  readonly groups: AccountGroups
  /** What other people's mailboxes say of this account by its name, as `anyone`, or by a group of its, negative entries among them. */
  grantsTo(name: string): Promise<readonly Grant[]>
  grantsOf(owner: string): Promise<readonly Grant[]>
  /**
   * Gives or changes; empty `rights` takes it back, and without `alias` the one that there is stays. Throws AccountProblem
   * 'no-such-account' (also for a group that there is not, unless the entry is taken back), 'exists' for an alias that the same identifier has elsewhere, 'bad-name'.
   */
  grant(grant: Grant): Promise<void>
  /** Takes back every grant to that mailbox, which is gone. */
  forgetMailbox(owner: string, uidValidity: number): Promise<void>
  /** Calls when any grant, or who is in which group, has changed, until the returned function is called. */
  watchGrants(listener: () => void): () => void
  /** What administrators have noted of the server for everybody: entries below /shared with their octets (RFC 5464 §3.2.1.1). */
  serverEntries(): Promise<ReadonlyMap<string, Uint8Array>>
  /** All or none; undefined removes. */
  setServerEntries(changes: ReadonlyMap<string, Uint8Array | undefined>): Promise<void>
}

export interface Account {
  /** Lower case, without the domain. */
  readonly name: string
  /** Octets. */
  readonly quota?: number
  readonly messageQuota?: number
}

export interface ScramKeys {
  readonly salt: Uint8Array
  readonly iterations: number
  readonly storedKey: Uint8Array
  readonly serverKey: Uint8Array
}

/**
 * An entry of a mailbox's access control list (RFC 4314 §2): `identifier`, an account, `group:` and the name of one, or `anyone`, may use the mailbox with
 * `rights`; after a `-` it never has them. The mailbox is named by its UIDVALIDITY, which no other of its owner ever has: an entry
 * follows it through renames and never falls to another of the same name.
 */
export interface Grant {
  readonly owner: string
  readonly uidValidity: number
  readonly identifier: string
  readonly rights: string
  /** Seen as `Shared/<alias>`; without one in the namespace of the owner's name. */
  readonly alias?: string
}

export class AccountProblem extends Error {
  readonly kind: 'exists' | 'no-such-account' | 'bad-name' | 'bad-password'
  constructor(kind: AccountProblem['kind'], message: string) {
    super(message)
    this.name = 'AccountProblem'
    this.kind = kind
  }
}
