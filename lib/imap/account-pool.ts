import { createHmac, randomBytes } from 'node:crypto'
import type { AccountConnections, ImapAccount } from './account-connections.ts'
import { connect } from './connect.ts'
import { ConnectionPool } from './connection-pool.ts'

/** The connections of all accounts that use this process. */
export interface AccountPool {
  of(account: ImapAccount, signal: AbortSignal): AccountConnections
  /** Logs the account's free connections out; lent ones follow when they are given back. */
  closeAccount(account: ImapAccount): void
  closeAll(): void
  readonly connectionCount: number
}

/** A free connection is worth its memory for so long: people read a message and come back. */
const IDLE_MILLISECONDS = 60_000
/** Longer than any index or message takes; a person who waits longer has given up. */
const WAIT_MILLISECONDS = 20_000

/** A pool of imapflow clients. Connections are found by a keyed hash of server, user, password and whether they only read, made anew in each process. */
export function openAccountPool(connectionsPerAccount: number): AccountPool {
  const secret = randomBytes(32)
  const keyOf = ({ server, credentials, readOnly }: ImapAccount): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify([server.host.toLowerCase(), server.port, server.tls, server.verify, credentials.user, credentials.password, credentials.actsFor, readOnly]))
      .digest('base64url')
  return new ConnectionPool(connect, keyOf, { connectionsPerAccount, waitMilliseconds: WAIT_MILLISECONDS, idleMilliseconds: IDLE_MILLISECONDS })
}
