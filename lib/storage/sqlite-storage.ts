import { CallQueue } from './call-queue.ts'
import { openSqlite, type Row, type SqliteDatabase, type SqliteStatement, type SqlValue } from './sqlite.ts'
import type { Storage } from './storage.ts'
import { Transaction, type Statements } from './transaction.ts'

/** Statements kept prepared for one storage; more distinct texts than these mean that somebody builds SQL from values. */
const STATEMENT_LIMIT = 200

export function openSqliteStorage(file: string, migrations: readonly string[]): Storage {
  return new SqliteStorage(openSqlite(file, { migrations }))
}

/** Carries out calls in the order in which they came; a transaction counts as one call. */
class SqliteStorage implements Storage {
  readonly #statements: PreparedStatements
  readonly #database: SqliteDatabase
  readonly #queue = new CallQueue()
  readonly #others: SqliteStatement<readonly SqlValue[]>
  #seen: SqlValue | undefined
  #mark = 0

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#statements = new PreparedStatements(database)
    // It tells of what other connections have changed, and of nothing else.
    this.#others = database.prepareArrays('PRAGMA data_version')
  }

  all(sql: string, params?: readonly SqlValue[]): Promise<readonly Row[]> {
    return this.#queue.add(() => this.#statements.all(sql, params))
  }

  get(sql: string, params?: readonly SqlValue[]): Promise<Row | undefined> {
    return this.#queue.add(() => this.#statements.get(sql, params))
  }

  run(sql: string, params?: readonly SqlValue[]): Promise<{ readonly changes: number }> {
    return this.#queue.add(() => {
      this.#mark++
      return this.#statements.run(sql, params)
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

/** Statements that stay prepared; whoever asks for them has the database for themselves. */
class PreparedStatements implements Statements {
  readonly #prepared = new Map<string, SqliteStatement<Row>>()
  readonly #database: SqliteDatabase

  constructor(database: SqliteDatabase) {
    this.#database = database
  }

  async all(sql: string, params: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return this.of(sql).all(...params)
  }

  async get(sql: string, params: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.of(sql).get(...params)
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<{ readonly changes: number }> {
    return { changes: this.of(sql).run(...params).changes }
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
