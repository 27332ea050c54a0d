import type { Family } from '#lib/log/figures/exposition.ts'

/** What an administrator can do, whether the mail server runs or not. Every failure is an AdministrationProblem with a sentence for people. */
export interface Administration {
  /** Enrols: the account, INBOX and the special-use mailboxes exist when it resolves. */
  addUser(user: NewUser): Promise<void>
  /** Enrols those that it can and says why it could not the others. */
  importUsers(users: readonly NewUser[]): Promise<ImportReport>
  listUsers(): Promise<readonly UserSummary[]>
  /** All of an account's mail into a partition, '' being the data directory itself; who is connected is hung up on and may come back. */
  moveUser(name: string, partition: string): Promise<void>
  /** The account, its grants and all of its mail. */
  deleteUser(name: string): Promise<void>
  /** Of the account, or of a mailbox that is to be a quota root of its own; lifting that one lifts its limit of messages, too. */
  setQuota(name: string, change: QuotaChange, mailbox?: string): Promise<void>
  setPassword(name: string, password: string): Promise<void>
  share(share: Share): Promise<void>
  /** Subscribes an account to mailboxes, which need not exist yet; what it is subscribed to already stays. */
  subscribe(name: string, mailboxes: readonly string[]): Promise<SubscriptionReport>
  /** Loads `directory/<mailbox>/*.eml` on this machine into an account, always with the same result. */
  seed(directory: string, user: string): Promise<SeedReport>
  /** Whose mail `examine` may look at, and which folders of mail belong to nobody. Opens nothing. */
  accountNames(): Promise<AccountNames>
  /** Looks at all that these accounts have stored, and mends it if asked to. */
  examine(names: readonly string[], repair: boolean): Promise<readonly AccountExamination[]>
  /** Counts anew what these accounts store, or all that there are: what their quotas are measured by. */
  repairQuotas(names?: readonly string[]): Promise<readonly QuotaRepair[]>
  /** A new generation below `directory` on this machine, of these accounts or of all that there is; `keep` complete generations stay. */
  backUp(directory: string, keep: number, names?: readonly string[]): Promise<BackupReport>
  /** An account's mail of a generation in the place of what it has, or one mailbox beside it. */
  restore(generation: string, name: string, mailbox?: string): Promise<RestoreReport>
  stats(): Promise<ServerStats>
  /** Counts from zero again; answers what they were. */
  resetStats(): Promise<ServerStats>
  /** The numbers of the mail server since its start, for Prometheus; none while it does not run. */
  figures(): Promise<readonly Family[]>
  /** Drains and ends the mail server. */
  shutdown(): Promise<void>
}

export interface NewUser {
  readonly name: string
  readonly password: string
  /** Octets; none without. */
  readonly quota?: number
  /** Where the mail will lie, by a name of mail.partitions; in the data directory without. */
  readonly partition?: string
}

export interface ImportReport {
  readonly added: readonly string[]
  readonly refused: readonly { readonly name: string; readonly sentence: string }[]
}

export interface UserSummary {
  readonly name: string
  readonly address: string
  readonly quota?: number
  /** Octets that count in it. */
  readonly used: number
  /** Mailboxes that are quota roots of their own, for what is below them, too. */
  readonly roots?: readonly { readonly mailbox: string; readonly used: number; readonly quota?: number }[]
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

export interface SubscriptionReport {
  /** Subscriptions that were not there before. */
  readonly added: number
  /** Texts that no mailbox can be called, and whatever came when there were too many subscriptions. */
  readonly refused: readonly string[]
}

export interface SeedReport {
  readonly mailboxes: number
  readonly messages: number
}

export interface AccountNames {
  readonly names: readonly string[]
  /** Folders in which mail lies that belongs to no account, with their whole paths. */
  readonly strangers: readonly string[]
}

export interface AccountExamination {
  readonly name: string
  /** What was wrong; none where all was well. */
  readonly faults: readonly string[]
  /** What a repair has come to; undefined where nothing was repaired. */
  readonly repair?: MailRepair
  /** The search index was damaged, and is made anew in the background. */
  readonly isIndexDropped?: true
}

export interface QuotaRepair {
  /** The account, or the account, a slash and the mailbox that is a quota root. */
  readonly name: string
  /** Octets that were said to be stored, and those that are. */
  readonly was: number
  readonly now: number
}

export interface MailRepair {
  /** Where UIDs and flags come from; 'content' where no copy of them was left. */
  readonly source: 'database' | 'journal' | 'both' | 'content'
  readonly mailboxes: number
  readonly messages: number
  /** Messages whose content has gone. */
  readonly lost: number
  /** Messages of which only the content was left: in the mailbox Recovered. */
  readonly recovered: number
  /** The whole path of the folder that holds what was damaged. */
  readonly setAside: string
}

export interface BackupReport {
  /** Its folder. */
  readonly generation: string
  readonly accounts: number
  readonly messages: number
  /** Octets of mail that were written; what the generation before had is not written again. */
  readonly octets: number
  /** Older generations that have gone. */
  readonly removed: number
}

export interface RestoreReport {
  readonly mailboxes: number
  readonly messages: number
  /** Mailboxes that had to get another UIDVALIDITY. */
  readonly renewed: readonly string[]
  /** Whole paths of the folders that hold what the account had before: one, or its content in another. */
  readonly setAside?: readonly string[]
  /** The mailbox that one mailbox was brought back as. */
  readonly mailbox?: string
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
  /** Where its services listen, by their names; none while it does not run. */
  readonly ports: Readonly<Record<string, number>>
}

/** A refusal with a sentence for people. */
export class AdministrationProblem extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options)
    this.name = 'AdministrationProblem'
  }
}
