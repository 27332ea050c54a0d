import { AsyncLocalStorage } from 'node:async_hooks'
import { openSqlite, type Row, type SqliteDatabase, type SqliteStatement, type SqlValue } from './sqlite.ts'
import type { Storage } from './storage.ts'

/** Statements kept prepared for one storage; more distinct texts than these mean that somebody builds SQL from values. */
const STATEMENT_LIMIT = 200

export function openSqliteStorage(file: string, migrations: readonly string[]): Storage {
  return new SqliteStorage(openSqlite(file, { migrations }))
}

/** Carries out calls in the order in which they came; a transaction counts as one call. */
class SqliteStorage implements Storage {
  readonly #statements: Statements
  readonly #inside = new AsyncLocalStorage<Transaction>()
  readonly #database: SqliteDatabase
  #last: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#statements = new Statements(database)
  }

  all(sql: string, params: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return this.#queue(() => this.#statements.of(sql).all(...params))
  }

  get(sql: string, params: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.#queue(() => this.#statements.of(sql).get(...params))
  }

  run(sql: string, params: readonly SqlValue[] = []): Promise<{ readonly changes: number }> {
    return this.#queue(() => ({ changes: this.#statements.of(sql).run(...params).changes }))
  }

  transaction<T>(work: (tx: Storage) => Promise<T>): Promise<T> {
    return this.#queue(async () => {
      const begin = this.#statements.of('BEGIN IMMEDIATE')
      begin.run()
      const tx = new Transaction(this.#statements)
      try {
        const result = await this.#inside.run(tx, () => work(tx))
        tx.end()
        this.#statements.of('COMMIT').run()
        return result
      } catch (error) {
        tx.end()
        this.#rollback()
        throw error
      }
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    const closing = this.#queue(() => this.#database.close())
    this.#closed = true
    await closing
  }

  #rollback(): void {
    try {
      this.#statements.of('ROLLBACK').run()
    } catch {
      // A failed COMMIT may have rolled back by itself; the first error is the one that matters.
    }
  }

  #queue<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The storage is closed'))
    // Waiting for one's own transaction would wait for ever.
    if (this.#inside.getStore()?.open === true) return Promise.reject(new Error('Inside a transaction only its own storage may be used'))
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined) // the caller has the error; the queue goes on
    return result
  }
}

/** The storage that a transaction's work sees. */
class Transaction implements Storage {
  readonly #statements: Statements
  #open = true

  constructor(statements: Statements) {
    this.#statements = statements
  }

  get open(): boolean {
    return this.#open
  }

  end(): void {
    this.#open = false
  }

  async all(sql: string, params: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return this.#statement(sql).all(...params)
  }

  async get(sql: string, params: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.#statement(sql).get(...params)
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<{ readonly changes: number }> {
    return { changes: this.#statement(sql).run(...params).changes }
  }

  async transaction<T>(): Promise<T> {
    throw new Error('Transactions do not nest')
  }

  async close(): Promise<void> {
    throw new Error('A transaction cannot close its storage')
  }

  #statement(sql: string): SqliteStatement<Row> {
    if (!this.#open) throw new Error('This transaction has ended')
    return this.#statements.of(sql)
  }
}

class Statements {
  readonly #prepared = new Map<string, SqliteStatement<Row>>()
  readonly #database: SqliteDatabase

  constructor(database: SqliteDatabase) {
    this.#database = database
  }

  of(sql: string): SqliteStatement<Row> {
    const known = this.#prepared.get(sql)
    if (known) return known
    if (this.#prepared.size >= STATEMENT_LIMIT) this.#prepared.clear()
    const statement = this.#database.prepare(sql)
    this.#prepared.set(sql, statement)
    return statement
  }
}
