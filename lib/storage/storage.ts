import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Row, SqlValue } from './sqlite.ts'
import { openSqliteStorage } from './sqlite-storage.ts'

export type { Row, SqlValue } from './sqlite.ts'

/**
 * Where Postern keeps its own rows: SQLite or PostgreSQL. Placeholders are `?`; statements are written in the words that both
 * share, such as ON CONFLICT; column types are SQLite's. Texts hold no U+0000, which PostgreSQL refuses.
 * Calls are carried out one after the other; what a transaction has begun, nobody else sees half of.
 */
export interface Storage {
  all(sql: string, params?: readonly SqlValue[]): Promise<readonly Row[]>
  get(sql: string, params?: readonly SqlValue[]): Promise<Row | undefined>
  run(sql: string, params?: readonly SqlValue[]): Promise<{ readonly changes: number }>
  /**
   * Runs `work` on `tx`: all of it is durable when this resolves, or nothing when it rejects. Transactions wait for each other.
   * Inside, only `tx` may be used; a call on the outer storage, or a transaction in a transaction, is an error. On PostgreSQL
   * a statement that failed takes the whole transaction with it, whether or not its error was caught.
   */
  transaction<T>(work: (tx: Storage) => Promise<T>): Promise<T>
  /** A number that is another one as soon as anybody, also another process, has changed anything; undefined where that takes a question to a server. */
  mark(): number | undefined
  /** Waits for what has begun. Calls after it are errors. */
  close(): Promise<void>
}

/** Opens or creates the storage in that file and applies the migrations that it has not seen yet; they are only ever appended to. */
export async function openStorage(file: string, migrations: readonly string[]): Promise<Storage> {
  return openSqliteStorage(file, migrations)
}

/** The same for a storage of the gateway: `gateway/NAME.sqlite` in a data directory, in a folder that is its owner's alone. */
export async function openGatewayStorage(data: string, name: string, migrations: readonly string[]): Promise<Storage> {
  const folder = path.join(data, 'gateway')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return openStorage(path.join(folder, `${name}.sqlite`), migrations)
}

/**
 * The same on a PostgreSQL server (11 or newer), for several processes and machines at once: `url` as `parsePostgresUrl` reads it,
 * and a schema of one's own, made where it is missing. Rejects when the server cannot be reached; later a lost connection is made
 * anew by the next call, and a call that found none rejects within seconds.
 */
export async function openSharedStorage(url: string, schema: string, migrations: readonly string[]): Promise<Storage> {
  const { openPostgresStorage } = await import('./postgres-storage.ts') // half a megabyte that most never need
  return openPostgresStorage(url, schema, migrations)
}
