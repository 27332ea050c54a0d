import { EventEmitter } from 'node:events'
import type { PoolClient } from '#lib/imap/pool/pool-client.ts'

/** A client of the connection pool that only remembers what was asked of it. */
export class FakeImapClient extends EventEmitter implements PoolClient {
  usable = true
  mailbox: { readonly path: string } | false = false
  /** Tasks that have it at the same time; more than one is the pool's mistake. */
  lent = 0
  readonly asked: string[] = []
  /** True for a connection that the server closed without our noticing. */
  isDead = false

  async getMailboxLock(mailbox: string): Promise<{ release(): void }> {
    this.#requireAlive()
    if (mailbox === 'missing') throw Object.assign(new Error('Command failed'), { responseStatus: 'NO', mailboxMissing: true })
    this.asked.push(`select ${mailbox}`)
    this.mailbox = { path: mailbox }
    return { release: () => this.asked.push('release') }
  }

  async noop(): Promise<void> {
    this.asked.push('noop')
    if (this.isDead) this.close()
  }

  async logout(): Promise<void> {
    this.asked.push('logout')
    this.close()
  }

  close(): void {
    if (!this.usable) return
    this.usable = false
    this.mailbox = false
    this.emit('close')
  }

  #requireAlive(): void {
    if (!this.isDead) return
    this.close()
    throw Object.assign(new Error('Connection not available'), { code: 'NoConnection' })
  }
}
