/** What the pool needs of a client; imapflow's has it. */
export interface PoolClient {
  readonly usable: boolean
  readonly mailbox: { readonly path: string } | false
  getMailboxLock(mailbox: string): Promise<{ release(): void }>
  noop(): Promise<void>
  logout(): Promise<void>
  close(): void
  once(event: 'close', listener: () => void): unknown
}

export interface PoolLimits {
  readonly connectionsPerAccount: number
  /** How long a task waits for a free connection before it is told 'server-busy'. */
  readonly waitMilliseconds: number
  /** How long an unused connection is kept. */
  readonly idleMilliseconds: number
}
