import type { Account, AccountDirectory } from '#lib/accounts/account-directory.ts'
import type { BearerTokens } from '#lib/accounts/bearer-tokens.ts'
import type { ClientCertificates } from '#lib/accounts/client-certificates.ts'
import type { FailedSignIns } from '#lib/accounts/failed-sign-ins.ts'
import type { Conversation, Introduction } from '#lib/log/trace/trace-book.ts'
import type { MailStore } from '#lib/mail-store/mail-store.ts'
import type { ImapLimits } from '../limits.ts'
import type { AnnotationNews } from './annotation-news.ts'
import type { RecentLedger } from './recent-ledger.ts'
import type { ServerAlert } from './server-alert.ts'

/** What all sessions of one server share. */
export interface ServerContext {
  readonly accounts: AccountDirectory
  /** Where an issuer may say who somebody is (RFC 7628). */
  readonly tokens?: BearerTokens
  /** Where a certificate may say so (RFC 4422 appendix A). */
  readonly certificates?: ClientCertificates
  /** Accounts that may act for any other by PLAIN. */
  readonly serviceAccounts: readonly string[]
  readonly storeOf: (account: Account) => Promise<MailStore>
  /** What is open to whoever says no name, where anybody may sign in so (RFC 4505). */
  readonly publicStore?: () => MailStore
  readonly ledger: RecentLedger
  readonly limits: ImapLimits
  readonly version: string
  readonly isAdministrator: (account: string) => boolean
  readonly trustLoopback: boolean
  /** Networks in CIDR form that may say by ID for whom they sign in. */
  readonly trustedGateways: readonly string[]
  readonly failedSignIns: FailedSignIns
  readonly counters: Counters
  /** Hangs up on every session of that account but the one of that id. */
  readonly disconnectOthers: (account: string, id: string) => void
  readonly alert: ServerAlert
  readonly annotations: AnnotationNews
  /** Whom to ask about the server, as a URI (RFC 5464 §3.2.1.1, /shared/admin). */
  readonly adminUri: string | undefined
  /** Connections for each account that has signed in. */
  readonly signedIn: Map<string, number>
  readonly traces?: ConnectionTraces
}

/** Who may want to know what a connection says. */
export interface ConnectionTraces {
  begin(introduction: Introduction): Conversation
  /** Every name by which an account is known that signs in by this one. */
  namesOf(name: string): readonly string[]
}

export interface Counters {
  connections: number
  logins: number
  failedLogins: number
  commands: number
  octetsIn: number
  octetsOut: number
  /** By `NAME ok`, `NAME no`, `NAME bad`; `other` for what is no command. */
  readonly byCommand: Map<string, number>
}
