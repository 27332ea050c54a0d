import type { AccountDirectory } from '#lib/accounts/account-directory.ts'
import type { Delivery } from '#lib/delivery/delivery.ts'
import type { ImapServer } from '#lib/imap-server/server.ts'
import type { ServerStats } from './administration.ts'
import { VERSION } from './version.ts'

type Counts = Pick<ServerStats, 'messagesDelivered' | 'messagesSubmitted' | 'imapLogins' | 'connections'>

/** Counts since the start, or since they were last reset. The servers' own counts only grow. */
export class ServerCounter {
  readonly #imap: ImapServer
  readonly #delivery: Delivery
  readonly #accounts: AccountDirectory
  readonly #ports: ServerStats['ports']
  readonly #started = performance.now()
  #zero: Counts = { messagesDelivered: 0, messagesSubmitted: 0, imapLogins: 0, connections: 0 }

  constructor(imap: ImapServer, delivery: Delivery, { accounts, ports }: { readonly accounts: AccountDirectory; readonly ports: ServerStats['ports'] }) {
    this.#imap = imap
    this.#delivery = delivery
    this.#accounts = accounts
    this.#ports = ports
  }

  async stats(): Promise<ServerStats> {
    const now = this.#now()
    return {
      version: VERSION,
      running: true,
      // The monotonic clock: setting the machine's clock does not change it.
      uptimeSeconds: Math.floor((performance.now() - this.#started) / 1000),
      accounts: (await this.#accounts.list()).length,
      messagesDelivered: now.messagesDelivered - this.#zero.messagesDelivered,
      messagesSubmitted: now.messagesSubmitted - this.#zero.messagesSubmitted,
      imapLogins: now.imapLogins - this.#zero.imapLogins,
      connections: now.connections - this.#zero.connections,
      ports: this.#ports,
    }
  }

  async reset(): Promise<ServerStats> {
    const before = await this.stats()
    this.#zero = this.#now()
    return before
  }

  #now(): Counts {
    const { delivered, submitted, connections } = this.#delivery.counts
    return { messagesDelivered: delivered, messagesSubmitted: submitted, imapLogins: this.#imap.counts.logins, connections: connections + this.#imap.counts.connections }
  }
}
