import { GatewayError } from '#lib/mail/gateway-error.ts'
import { isConnectionLost, toGatewayError } from './gateway-failure.ts'
import { leaseOf, lentStream, type StreamLease } from './pool/lent-stream.ts'
import type { PoolClient, PoolLimits } from './pool/pool-client.ts'
import { Seat, type Connection, type SpareSeat } from './pool/seat.ts'
import { ViewCache, type AccountViews } from './pool/view-cache.ts'

/*
 * Invariants: a connection is lent to one task at a time; a task that is abandoned never gives its connection back, since IMAP
 * cannot cancel a command; every seat taken is given back exactly once, whatever a task or a server does.
 */

/** Octets of views kept for all accounts together. */
const VIEW_OCTETS = 32 * 1024 * 1024

/** Opens a signed-in client; rejects with a GatewayError. */
export type OpenConnection<Account, Client> = (account: Account, signal: AbortSignal) => Promise<Client>

type OpenStream<Client> = (client: Client, lease: StreamLease) => Promise<AsyncIterable<Uint8Array>>

/** One account's connections for the length of one request. */
export interface PooledConnections<Account, Client> {
  readonly key: string
  readonly views: AccountViews
  use<T>(mailbox: string, task: (client: Client) => Promise<T>): Promise<T>
  useAny<T>(task: (client: Client) => Promise<T>): Promise<T>
  ask<T>(task: (client: Client) => Promise<T>): Promise<T>
  stream(mailbox: string, open: OpenStream<Client>): Promise<ReadableStream<Uint8Array>>
  withSeat<T>(task: (account: Account, signal: AbortSignal) => Promise<T>): Promise<T>
  spareSeat(): SpareSeat<Account> | undefined
}

interface Request<Account> {
  readonly key: string
  readonly account: Account
  readonly signal: AbortSignal
  readonly mailbox?: string
  /** The task may be repeated, so the connection is not asked first whether it lives. */
  readonly unprobed?: true
}

interface Lent<Client> {
  readonly client: Client
  /** Frees the connection; after an abort it is dropped instead. */
  giveBack(): void
}

/**
 * Lends IMAP connections to callbacks. A connection is found by a key that proves the password, never by user name alone, so
 * a forged session cannot ride on someone else's login.
 */
export class ConnectionPool<Account, Client extends PoolClient> {
  readonly #open: OpenConnection<Account, Client>
  readonly #keyOf: (account: Account) => string
  readonly #limits: PoolLimits
  readonly #seats = new Map<string, Seat<Client>>()
  readonly #views = new ViewCache(VIEW_OCTETS)

  constructor(open: OpenConnection<Account, Client>, keyOf: (account: Account) => string, limits: PoolLimits) {
    this.#open = open
    this.#keyOf = keyOf
    this.#limits = limits
  }

  /** The account's connections for one request; when `signal` aborts, whatever is under way is closed. */
  of(account: Account, signal: AbortSignal): PooledConnections<Account, Client> {
    const key = this.#keyOf(account)
    return {
      key,
      views: this.#views.of(key),
      use: (mailbox, task) => this.#use({ key, account, signal, mailbox }, task),
      useAny: (task) => this.#use({ key, account, signal }, task),
      ask: (task) => this.#ask({ key, account, signal }, task),
      stream: (mailbox, open) => this.#stream({ key, account, signal, mailbox }, open),
      withSeat: (task) => this.#withSeat({ key, account, signal }, task),
      spareSeat: () => this.#spareSeat({ key, account, signal }),
    }
  }

  /** Logs the account's free connections out; lent ones follow when they are given back. */
  closeAccount(account: Account): void {
    const key = this.#keyOf(account)
    this.#views.forget(key)
    this.#seats.get(key)?.retire()
  }

  /** Logs every free connection out and lets the lent ones finish. */
  closeAll(): void {
    for (const seat of this.#seats.values()) seat.retire()
  }

  /** How many connections are open or being opened, for `stats`. */
  get connectionCount(): number {
    return [...this.#seats.values()].reduce((sum, seat) => sum + seat.size, 0)
  }

  async #use<T>(request: Request<Account>, task: (client: Client) => Promise<T>): Promise<T> {
    const lent = await this.#lend(request)
    try {
      return await task(lent.client)
    } catch (error) {
      request.signal.throwIfAborted()
      throw toGatewayError(error)
    } finally {
      lent.giveBack()
    }
  }

  /** A task that only asks may be repeated: on a connection that turns out to be lost it is, on a new one. */
  async #ask<T>(request: Request<Account>, task: (client: Client) => Promise<T>): Promise<T> {
    const lent = await this.#lend({ ...request, unprobed: true })
    try {
      return await task(lent.client)
    } catch (error) {
      request.signal.throwIfAborted()
      if (!isConnectionLost(error)) throw toGatewayError(error)
    } finally {
      lent.giveBack()
    }
    return this.#use(request, task)
  }

  async #stream(request: Request<Account>, open: OpenStream<Client>): Promise<ReadableStream<Uint8Array>> {
    const lent = await this.#lend(request)
    const { lease, lender } = leaseOf({ close: () => lent.client.close(), giveBack: () => lent.giveBack() })
    try {
      return lentStream(await open(lent.client, lease), lender)
    } catch (error) {
      lender.giveBack()
      request.signal.throwIfAborted()
      throw toGatewayError(error)
    }
  }

  async #withSeat<T>({ key, account, signal }: Request<Account>, task: (account: Account, signal: AbortSignal) => Promise<T>): Promise<T> {
    const seat = this.#seat(key)
    await seat.reserve(signal)
    try {
      return await task(account, signal)
    } finally {
      seat.release()
      this.#forgetIfEmpty(key, seat)
    }
  }

  #spareSeat({ key, account, signal }: Request<Account>): SpareSeat<Account> | undefined {
    if (signal.aborted) return undefined
    const seat = this.#seat(key)
    if (!seat.reserveAtOnce()) return undefined
    const release = once(() => {
      seat.release()
      this.#forgetIfEmpty(key, seat)
    })
    return { account, signal, release }
  }

  /** A connection with the mailbox selected and its state fresh. One that the server closed while it was idle is replaced, once. */
  async #lend(request: Request<Account>): Promise<Lent<Client>> {
    const { connection, reused } = await this.#take(request)
    try {
      return await this.#prepare(request, connection, reused)
    } catch (error) {
      request.signal.throwIfAborted()
      if (!reused || !isConnectionLost(error)) throw toGatewayError(error)
    }
    const fresh = await this.#take(request, { fresh: true })
    try {
      return await this.#prepare(request, fresh.connection, false)
    } catch (error) {
      request.signal.throwIfAborted()
      throw toGatewayError(error)
    }
  }

  /** Selects the mailbox, or asks for news where it is selected already; that also shows whether the connection still lives. */
  async #prepare({ key, mailbox, signal, unprobed }: Request<Account>, connection: Connection<Client>, reused: boolean): Promise<Lent<Client>> {
    const { client } = connection
    const seat = this.#seat(key)
    const abandon = (): void => client.close()
    signal.addEventListener('abort', abandon, { once: true })
    let lock: { release(): void } | undefined
    const giveBack = once(() => {
      signal.removeEventListener('abort', abandon)
      lock?.release()
      seat.giveBack(connection)
      this.#forgetIfEmpty(key, seat)
    })
    try {
      signal.throwIfAborted()
      const isSelected = client.mailbox !== false && client.mailbox.path === mailbox
      if (mailbox !== undefined) lock = await client.getMailboxLock(mailbox)
      if (reused && !unprobed && (isSelected || mailbox === undefined)) await probe(client)
      return { client, giveBack }
    } catch (error) {
      giveBack()
      throw error
    }
  }

  async #take({ key, account, mailbox, signal }: Request<Account>, { fresh = false } = {}): Promise<{ connection: Connection<Client>; reused: boolean }> {
    const seat = this.#seat(key)
    const free = await seat.take(mailbox, signal, fresh)
    if (free) return { connection: free, reused: true }
    try {
      const client = await this.#open(account, signal)
      return { connection: seat.add(client), reused: false }
    } catch (error) {
      seat.release()
      this.#forgetIfEmpty(key, seat)
      signal.throwIfAborted()
      throw error
    }
  }

  #seat(key: string): Seat<Client> {
    let seat = this.#seats.get(key)
    if (!seat) {
      seat = new Seat<Client>(this.#limits, () => new GatewayError('server-busy', 'no connection became free'), (empty) => this.#forgetIfEmpty(key, empty))
      this.#seats.set(key, seat)
    }
    return seat
  }

  #forgetIfEmpty(key: string, seat: Seat<Client>): void {
    if (seat.isEmpty && this.#seats.get(key) === seat) this.#seats.delete(key)
  }
}

/** NOOP brings the mailbox up to date; imapflow keeps it to itself when there is no connection any more. */
async function probe(client: PoolClient): Promise<void> {
  await client.noop()
  if (!client.usable) throw Object.assign(new Error('Connection lost'), { code: 'NoConnection' })
}

function once(action: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    action()
  }
}
