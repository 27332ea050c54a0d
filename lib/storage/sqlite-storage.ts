import { CallQueue } from './call-queue.ts'
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
  readonly #database: SqliteDatabase
  readonly #queue = new CallQueue()
  readonly #others: SqliteStatement<readonly SqlValue[]>
  #seen: SqlValue | undefined
  #mark = 0

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#statements = new Statements(database)
    // It tells of what other connections have changed, and of nothing else.
    this.#others = database.prepareArrays('PRAGMA data_version')
  }

  all(sql: string, params: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return this.#queue.add(() => this.#statements.of(sql).all(...params))
  }

  get(sql: string, params: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.#queue.add(() => this.#statements.of(sql).get(...params))
  }

  run(sql: string, params: readonly SqlValue[] = []): Promise<{ readonly changes: number }> {
    return this.#queue.add(() => {
      this.#mark++
      return { changes: this.#statements.of(sql).run(...params).changes }
    })
  }

  transaction<T>(work: (tx: Storage) => Promise<T>): Promise<T> {
    return this.#queue.add(async () => {
      this.#mark++
      this.#statements.of('BEGIN IMMEDIATE').run()
      const tx = new Transaction(this.#statements)
      try {
        const result = await this.#queue.within(tx, () => work(tx))
        tx.end()
        this.#statements.of('COMMIT').run()
        return result
      } catch (error) {
        tx.end()
        this.#rollback()
        throw error
      } finally {
        this.#mark++
      }
    })
  }

  mark(): number {
    const seen = this.#others.get()?.[0]
    if (seen !== this.#seen) this.#mark++
    this.#seen = seen
    return this.#mark
  }

  close(): Promise<void> {
    return this.#queue.close(() => this.#database.close())
  }

  #rollback(): void {
    try {
      this.#statements.of('ROLLBACK').run()
    } catch {
      // A failed COMMIT may have rolled back by itself; the first error is the one that matters.
    }
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

  mark(): undefined {
    return undefined
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
