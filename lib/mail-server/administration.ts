/** What an administrator can do, whether the mail server runs or not. Every failure is an AdministrationProblem with a sentence for people. */
export interface Administration {
  /** Enrols: the account, INBOX and the special-use mailboxes exist when it resolves. */
  addUser(user: NewUser): Promise<void>
  /** Enrols those that it can and says why it could not the others. */
  importUsers(users: readonly NewUser[]): Promise<ImportReport>
  listUsers(): Promise<readonly UserSummary[]>
  /** The account, its grants and all of its mail. */
  deleteUser(name: string): Promise<void>
  setQuota(name: string, change: QuotaChange): Promise<void>
  setPassword(name: string, password: string): Promise<void>
  share(share: Share): Promise<void>
  /** Loads `directory/<mailbox>/*.eml` on this machine into an account, always with the same result. */
  seed(directory: string, user: string): Promise<SeedReport>
  stats(): Promise<ServerStats>
  /** Counts from zero again; answers what they were. */
  resetStats(): Promise<ServerStats>
  /** Drains and ends the mail server. */
  shutdown(): Promise<void>
}

export interface NewUser {
  readonly name: string
  readonly password: string
  /** Octets; none without. */
  readonly quota?: number
}

export interface ImportReport {
  readonly added: readonly string[]
  readonly refused: readonly { readonly name: string; readonly sentence: string }[]
}

export interface UserSummary {
  readonly name: string
  readonly address: string
  readonly quota?: number
  /** Octets. */
  readonly used: number
}

/** Octets. `grow` with a negative number shrinks. */
export type QuotaChange = { readonly kind: 'set'; readonly octets: number } | { readonly kind: 'grow'; readonly octets: number } | { readonly kind: 'lift' }

export interface Share {
  readonly owner: string
  readonly mailbox: string
  readonly grantee: string
  /** RFC 4314 letters; '' takes the grant back, undefined gives `lrswit`. */
  readonly rights?: string
  /** The grantee sees `Shared/<alias>`; the mailbox's own name without. */
  readonly alias?: string
}

export interface SeedReport {
  readonly mailboxes: number
  readonly messages: number
}

/** The counts grow only, until they are reset or the server restarts. */
export interface ServerStats {
  readonly version: string
  /** False when the mail server does not run; then all counts are 0. */
  readonly running: boolean
  readonly uptimeSeconds: number
  readonly accounts: number
  readonly messagesDelivered: number
  readonly messagesSubmitted: number
  readonly imapLogins: number
  readonly connections: number
}

/** A refusal with a sentence for people. */
export class AdministrationProblem extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.name = 'AdministrationProblem'
  }
}
