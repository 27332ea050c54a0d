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
  /** The account with its grants; its mail is removed by the caller. */
  remove(name: string): Promise<void>
  /** False where no SCRAM keys are kept: then nobody can prove anything by them. */
  readonly keepsScramKeys: boolean
  /**
   * What RFC 5802 needs to verify SCRAM-SHA-256. A name without an account, or an account without keys, gets keys that fit no password,
   * the same each time, so that nobody learns from them who exists.
   */
  scramKeys(name: string): Promise<ScramKeys>
  /** Mailboxes of others that this account may use. */
  grantsTo(name: string): Promise<readonly Grant[]>
  grantsOf(owner: string): Promise<readonly Grant[]>
  /** Gives or changes; empty `rights` takes it back. */
  grant(grant: Grant): Promise<void>
}

export interface Account {
  /** Lower case, without the domain. */
  readonly name: string
  readonly quota?: number
}

export interface ScramKeys {
  readonly salt: Uint8Array
  readonly iterations: number
  readonly storedKey: Uint8Array
  readonly serverKey: Uint8Array
}

/** `owner` lets `grantee` use `mailbox` with the RFC 4314 `rights`, seen by the grantee as `Shared/<alias>`. */
export interface Grant {
  readonly owner: string
  readonly mailbox: string
  readonly grantee: string
  readonly rights: string
  readonly alias: string
}

export class AccountProblem extends Error {
  readonly kind: 'exists' | 'no-such-account' | 'bad-name' | 'bad-password'
  constructor(kind: AccountProblem['kind'], message: string) {
    super(message)
    this.name = 'AccountProblem'
    this.kind = kind
  }
}
