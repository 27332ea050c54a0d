import type { Credentials, ServerAddress } from '#lib/mail/network/server-address.ts'
import type { Traced } from '#lib/log/trace/traced.ts'
import type { ImapFlow } from 'imapflow'
import type { StreamLease } from './pool/lent-stream.ts'
import type { SpareSeat } from './pool/seat.ts'
import type { AccountViews } from './pool/view-cache.ts'

/** One account on one server, with what proves that it is ours to use. */
export interface ImapAccount {
  readonly server: ServerAddress
  readonly credentials: Credentials
  /** The address of the browser or program for which this is asked; undefined where nobody waits, as when a message leaves later. */
  readonly client?: string
  /** Mailboxes are opened for reading alone (EXAMINE): nothing in them changes, no message becomes one that was seen. */
  readonly readOnly?: true
  /** Writes its conversations down where somebody asked for that. */
  readonly traced?: Traced
}

/** One account's connections for the length of one request. Operations see this, never a password. */
export interface AccountConnections {
  /** Names the account by proof of its password; for caches in this process only. */
  readonly key: string
  /** Views of mailboxes kept for this account while it is in use. */
  readonly views: AccountViews
  /** Lends a connection with that mailbox selected until the task ends; the mailbox's state is fresh. */
  use<T>(mailbox: string, task: (client: ImapFlow) => Promise<T>): Promise<T>
  /** Lends any connection, for commands that need no mailbox. The task must not select one. */
  useAny<T>(task: (client: ImapFlow) => Promise<T>): Promise<T>
  /** Like `useAny`, at less cost, for tasks that change nothing: on a connection that was lost they run again on another. */
  ask<T>(task: (client: ImapFlow) => Promise<T>): Promise<T>
  /** Like `use`, but the connection stays lent until the last octet was read or the lease is given back; a cancelled reader closes it. */
  stream(mailbox: string, open: (client: ImapFlow, lease: StreamLease) => Promise<AsyncIterable<Uint8Array>>): Promise<ReadableStream<Uint8Array>>
  /** Counts a connection that the task opens itself against the account's limit while it runs. */
  withSeat<T>(task: (account: ImapAccount, signal: AbortSignal) => Promise<T>): Promise<T>
  /** A place within the account's limit for such a connection, if there is one at once; nobody waits for it. */
  spareSeat(): SpareSeat<ImapAccount> | undefined
}
