import { readFile } from 'node:fs/promises'
import { Socket } from 'node:net'
import { userInfo } from 'node:os'
import { Client, DatabaseError, type ClientConfig } from 'pg'
import type { PostgresAddress } from '#lib/mail/network/postgres-url.ts'
import type { Row, SqlValue } from './sqlite.ts'

/** Milliseconds. A database that answers nothing is given up after `query`; the server itself stops earlier. */
const PATIENCE = { connect: 3_000, statement: 10_000, lock: 10_000, query: 15_000, idleInTransaction: 30_000 }

export interface PostgresResult {
  readonly rows: readonly Row[]
  readonly changes: number
  /** What the server says that it did: a COMMIT of a transaction in which something failed answers ROLLBACK. */
  readonly command: string
}

/** One connection to a PostgreSQL server. It is lost with the first error that is none of the server's own about a statement. */
export class PostgresSession {
  readonly #client: Client
  #isLost = false

  private constructor(client: Client) {
    this.#client = client
    client.on('error', () => {
      this.#isLost = true
    })
    client.on('end', () => {
      this.#isLost = true
    })
  }

  /** Connects; rejects within three seconds. */
  static async open(address: PostgresAddress): Promise<PostgresSession> {
    const session = new PostgresSession(new Client(await settings(address)))
    try {
      await session.#client.connect()
      return session
    } catch (error) {
      session.drop()
      throw error
    }
  }

  get isLost(): boolean {
    return this.#isLost
  }

  /** One statement with `$1` … in it. */
  query(sql: string, params: readonly SqlValue[] = []): Promise<PostgresResult> {
    return this.#carryOut(async () => {
      const { rows, rowCount, command } = await this.#client.query<Row>(sql, [...params])
      return { rows, changes: rowCount ?? 0, command }
    })
  }

  /** Several statements without values. */
  execute(sql: string): Promise<void> {
    return this.#carryOut(async () => {
      await this.#client.query(sql)
    })
  }

  /** Says goodbye and waits until the server has let go. */
  async close(): Promise<void> {
    if (this.#isLost) return
    this.#isLost = true
    await this.#client.end()
  }

  /** Gives the connection up without waiting; whatever is under way rejects. */
  drop(): void {
    this.#isLost = true
    void this.#client.end().catch(() => undefined) // it is of no more use, however it ends
  }

  async #carryOut<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      // After a timeout or a broken line nobody knows what the server answers next.
      if (!(error instanceof DatabaseError)) this.drop()
      throw error
    }
  }
}

/** The library throws at some answers that no server of its protocol gives, where nobody could catch it: here the connection fails. */
class GuardedSocket extends Socket {
  override emit(event: string | symbol, ...args: readonly unknown[]): boolean {
    if (event !== 'data') return super.emit(event, ...args)
    try {
      return super.emit(event, ...args)
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error('no PostgreSQL'))
      return true
    }
  }
}

async function settings({ host, port, user, password, database, tls }: PostgresAddress): Promise<ClientConfig> {
  const ca = tls?.authorityFile === undefined ? undefined : await readFile(tls.authorityFile, 'utf8')
  return {
    host,
    port,
    user: user ?? userInfo().username,
    database,
    // A function, so that an empty one does not send the library looking for a file of passwords.
    password: () => password,
    // `host` is what the certificate must name where the host is an address: SNI carries names only.
    ssl: tls ? { host, rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) } : false,
    stream: () => new GuardedSocket(),
    application_name: 'postern',
    keepAlive: true,
    connectionTimeoutMillis: PATIENCE.connect,
    statement_timeout: PATIENCE.statement,
    lock_timeout: PATIENCE.lock,
    query_timeout: PATIENCE.query,
    idle_in_transaction_session_timeout: PATIENCE.idleInTransaction,
    types: { getTypeParser: (oid: number) => PARSERS.get(oid) ?? String },
  }
}

/** By PostgreSQL's number of the type; others come as their text. */
const PARSERS: ReadonlyMap<number, (text: string) => SqlValue> = new Map<number, (text: string) => SqlValue>([
  [16, (text) => (text === 't' ? 1 : 0)],
  [17, (text) => Buffer.from(text.slice(2), 'hex')],
  [20, whole],
  [21, whole],
  [23, whole],
  [26, whole],
  [700, Number],
  [701, Number],
  // Sums of whole numbers are of this type.
  [1700, (text) => (/^-?\d+$/.test(text) ? whole(text) : Number(text))],
])

function whole(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError('A whole number of the database is beyond 2^53')
  return number
}
