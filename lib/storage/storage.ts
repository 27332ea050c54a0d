import type { Row, SqlValue } from './sqlite.ts'
import { openSqliteStorage } from './sqlite-storage.ts'

export type { Row, SqlValue } from './sqlite.ts'

/**
 * Where Postern keeps its own rows. Asynchronous, so that another engine can stand behind it. Placeholders are `?`.
 * Calls are carried out one after the other; what a transaction has begun, nobody else sees half of.
 */
export interface Storage {
  all(sql: string, params?: readonly SqlValue[]): Promise<readonly Row[]>
  get(sql: string, params?: readonly SqlValue[]): Promise<Row | undefined>
  run(sql: string, params?: readonly SqlValue[]): Promise<{ readonly changes: number }>
  /**
   * Runs `work` on `tx`: all of it is durable when this resolves, or nothing when it rejects. Transactions wait for each other.
   * Inside, only `tx` may be used; a call on the outer storage, or a transaction in a transaction, is an error.
   */
  transaction<T>(work: (tx: Storage) => Promise<T>): Promise<T>
  /** Waits for what has begun. Calls after it are errors. */
  close(): Promise<void>
}

/** Opens or creates the storage in that file and applies the migrations that it has not seen yet; they are only ever appended to. */
export async function openStorage(file: string, migrations: readonly string[]): Promise<Storage> {
  return openSqliteStorage(file, migrations)
}
