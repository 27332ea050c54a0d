import type { PoolClient, PoolLimits } from './pool-client.ts'

/** One open connection of an account. */
export interface Connection<Client> {
  readonly client: Client
  idle: NodeJS.Timeout | undefined
}

/** A place for a connection that its holder opens and closes itself. */
export interface SpareSeat<Account> {
  readonly account: Account
  /** Aborts when the request does. */
  readonly signal: AbortSignal
  /** Gives the place up, when the connection is closed. */
  release(): void
}

interface Waiting<Client> {
  readonly mailbox: string | undefined
  /** With a connection, or with leave to open one. */
  readonly grant: (connection: Connection<Client> | undefined) => void
}

/** One account's place in the pool: its free connections, how many are out, and who waits. */
export class Seat<Client extends PoolClient> {
  readonly #limits: PoolLimits
  readonly #busy: () => Error
  readonly #onEmpty: (seat: Seat<Client>) => void
  #free: Connection<Client>[] = []
  /** Connections lent, being opened, or opened by the borrower itself. */
  #out = 0
  #waiting: Waiting<Client>[] = []
  /** Connections opened before this moment of retirement are not kept. */
  #retired = new WeakSet<Connection<Client>>()
  readonly #all = new Set<Connection<Client>>()

  constructor(limits: PoolLimits, busy: () => Error, onEmpty: (seat: Seat<Client>) => void) {
    this.#limits = limits
    this.#busy = busy
    this.#onEmpty = onEmpty
  }

  get size(): number {
    return this.#free.length + this.#out
  }

  get isEmpty(): boolean {
    return this.size === 0 && this.#waiting.length === 0
  }

  /**
   * A free connection, best one that has the mailbox selected; or undefined, and then the caller holds a place and opens one
   * (`add`) or gives the place up (`release`). Waits in line where the account's limit is reached.
   */
  async take(mailbox: string | undefined, signal: AbortSignal, fresh = false): Promise<Connection<Client> | undefined> {
    if (fresh) this.#dropFree()
    const free = this.#pick(mailbox)
    if (free) return free
    if (this.size < this.#limits.connectionsPerAccount) {
      this.#out++
      return undefined
    }
    return await this.#wait(mailbox, signal)
  }

  /** Takes a place for a connection that the caller opens and closes itself. */
  async reserve(signal: AbortSignal): Promise<void> {
    if (this.reserveAtOnce()) return
    const connection = await this.#wait(undefined, signal)
    // The place is what counts here; the connection that came with it makes room.
    if (connection) this.#drop(connection)
  }

  /** Like `reserve`, where that needs no waiting. */
  reserveAtOnce(): boolean {
    if (this.size >= this.#limits.connectionsPerAccount && this.#free.length > 0) this.#drop(this.#free.shift())
    if (this.size >= this.#limits.connectionsPerAccount) return false
    this.#out++
    return true
  }

  /** The connection that was opened for a place taken before. */
  add(client: Client): Connection<Client> {
    const connection: Connection<Client> = { client, idle: undefined }
    this.#all.add(connection)
    client.once('close', () => this.#forget(connection))
    return connection
  }

  /** Gives up a place without a connection. */
  release(): void {
    const next = this.#waiting.shift()
    if (next) next.grant(undefined)
    else this.#out--
  }

  giveBack(connection: Connection<Client>): void {
    if (!connection.client.usable || this.#retired.has(connection)) {
      this.#drop(connection)
      this.release()
      return
    }
    const next = this.#waiting.shift()
    if (next) {
      next.grant(connection)
      return
    }
    this.#out--
    this.#free.push(connection)
    connection.idle = setTimeout(() => this.#expire(connection), this.#limits.idleMilliseconds)
    connection.idle.unref()
  }

  /** Logs the free connections out; those that are lent follow when they come back. */
  retire(): void {
    for (const connection of this.#all) this.#retired.add(connection)
    for (const connection of this.#free.splice(0)) this.#logOut(connection)
    this.#onEmpty(this)
  }

  #pick(mailbox: string | undefined): Connection<Client> | undefined {
    this.#free = this.#free.filter((connection) => connection.client.usable)
    const at = this.#free.findIndex(({ client }) => mailbox !== undefined && client.mailbox !== false && client.mailbox.path === mailbox)
    const [connection] = this.#free.splice(at === -1 ? this.#free.length - 1 : at, 1)
    if (!connection) return undefined
    clearTimeout(connection.idle)
    this.#out++
    return connection
  }

  #wait(mailbox: string | undefined, signal: AbortSignal): Promise<Connection<Client> | undefined> {
    return new Promise((resolve, reject) => {
      const leave = (error: unknown): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting)
        settle()
        reject(error instanceof Error ? error : new Error('aborted'))
      }
      const onAbort = (): void => leave(signal.reason)
      const timer = setTimeout(() => leave(this.#busy()), this.#limits.waitMilliseconds)
      const settle = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      }
      const waiting: Waiting<Client> = {
        mailbox,
        grant: (connection) => {
          settle()
          resolve(connection)
        },
      }
      if (signal.aborted) return leave(signal.reason)
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.push(waiting)
    })
  }

  #expire(connection: Connection<Client>): void {
    this.#free = this.#free.filter((other) => other !== connection)
    this.#logOut(connection)
    this.#onEmpty(this)
  }

  /** After a lost connection the others that were idle beside it are as doubtful. */
  #dropFree(): void {
    for (const connection of this.#free.splice(0)) this.#drop(connection)
  }

  #drop(connection: Connection<Client> | undefined): void {
    if (!connection) return
    clearTimeout(connection.idle)
    this.#all.delete(connection)
    connection.client.close()
  }

  #logOut(connection: Connection<Client>): void {
    clearTimeout(connection.idle)
    this.#all.delete(connection)
    // A server that does not answer LOGOUT is left all the same.
    connection.client.logout().catch(() => connection.client.close())
  }

  #forget(connection: Connection<Client>): void {
    clearTimeout(connection.idle)
    this.#all.delete(connection)
    const before = this.#free.length
    this.#free = this.#free.filter((other) => other !== connection)
    if (this.#free.length < before) this.#onEmpty(this)
  }
}
