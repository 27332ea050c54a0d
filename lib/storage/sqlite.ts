import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { chmodSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { prepareDatabaseFile, syncFile } from './database-file.ts'

/** A database that only a newer version can read; nothing of it has been changed. */
export class NewerDatabase extends Error {
  constructor(file: string) {
    super(`${file}: This database was written by a newer version of Postern. Run that version, or bring back a copy from before.`)
    this.name = 'NewerDatabase'
  }
}

/** What a column holds and a placeholder takes. Whole numbers beyond 2^53 can be written as bigint; reading one back throws. */
export type SqlValue = string | number | bigint | Uint8Array | null

/** A row as an object, by column name. */
export type Row = Readonly<Record<string, SqlValue>>

export interface RunResult {
  /** Rows inserted, updated or deleted. */
  readonly changes: number
  readonly lastInsertRowid: number
}

/** A prepared statement whose rows have the shape `R`. */
export interface SqliteStatement<R> {
  run(...params: readonly SqlValue[]): RunResult
  get(...params: readonly SqlValue[]): R | undefined
  all(...params: readonly SqlValue[]): readonly R[]
  /** Steps the query as it is read; nothing may write to the same tables meanwhile. */
  iterate(...params: readonly SqlValue[]): IterableIterator<R>
}

/** One open SQLite file. Every call is synchronous; a commit has reached the disk when it returns, unless its caller syncs (SqliteOptions). */
export interface SqliteDatabase {
  prepare(sql: string): SqliteStatement<Row>
  /** As `prepare`, but each row is an array in column order: several times faster over many rows. */
  prepareArrays(sql: string): SqliteStatement<readonly SqlValue[]>
  /** Runs `work` in one transaction: all of it or, when it throws, nothing. Does not nest. */
  transaction<T>(work: () => T): T
  /** Begins a transaction for whoever cannot do all of it in one go. Until it is ended this connection, and no other, sees what has been done so far. */
  begin(): OpenTransaction
  close(): void
}

/** Ended by one of the two, once. */
export interface OpenTransaction {
  /** When it throws nothing is left of the transaction. */
  commit(): void
  /** Nothing is left. Also where a full disk has ended the transaction already. */
  rollback(): void
}

export interface SqliteOptions {
  /** Each brings the schema one version further, in a transaction of its own. Only ever appended to. */
  readonly migrations: readonly string[]
  readonly readOnly?: boolean
  /**
   * Who makes a commit durable: SQLite before it returns, which is so unless told, or its caller by WriteAheadLog. Then a power cut may take commits
   * away that nobody has synced, the last ones first; what is left is whole.
   */
  readonly syncs?: 'at-commit' | 'by-caller'
}

/** Pages after which a log whose caller does not empty it is emptied all the same, by a commit: some 100 MB. */
const LONGEST_LOG = 25_000

/** A commit waits at most so long for another process that holds the file, in milliseconds. */
const BUSY_TIMEOUT = 10_000

/**
 * Opens or creates the file (0600, its folder 0700) in WAL mode with synchronous=FULL, or NORMAL where the caller syncs, and brings its schema up to date, keeping a copy of what was
 * there. Throws NewerDatabase.
 */
export function openSqlite(file: string, options: SqliteOptions): SqliteDatabase {
  const readOnly = options.readOnly ?? false
  if (!readOnly) prepareDatabaseFile(file)
  const database = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT, enableForeignKeyConstraints: true })
  try {
    if (!readOnly) {
      const synchronous = options.syncs === 'by-caller' ? 'NORMAL' : 'FULL'
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -2048;`)
      if (options.syncs === 'by-caller') database.exec(`PRAGMA wal_autocheckpoint = ${LONGEST_LOG}`)
    }
    migrate(database, file, options)
  } catch (error) {
    database.close()
    throw error
  }
  return wrap(database)
}

/**
 * Brings the pages of the write-ahead log of a database that others have open into the database itself, and both to the disk; the next commit begins the log
 * anew where nobody reads from it any more. Waits for the disk: for another thread than the one that serves everybody.
 */
export function emptyLog(file: string): void {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT })
  try {
    database.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_checkpoint(PASSIVE)')
  } finally {
    database.close()
  }
}

function migrate(database: DatabaseSync, file: string, { migrations, readOnly = false }: SqliteOptions): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
  if (version > migrations.length) throw new NewerDatabase(file)
  if (readOnly && version < migrations.length) throw new Error('This database needs to be brought up to date first')
  if (version > 0 && version < migrations.length) keepOlder(database, file, version)
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue
    inTransaction(database, () => database.exec(`${migration};\nPRAGMA user_version = ${index + 1}`))
  }
}

/** Writes what is there as `FILE.version-N` beside it before anything of it changes; what an earlier upgrade has left goes. */
function keepOlder(database: DatabaseSync, file: string, version: number): void {
  const kept = `${file}.version-${version}`
  const prefix = `${basename(file)}.version-`
  for (const name of readdirSync(dirname(file))) if (name.startsWith(prefix) && name !== basename(kept)) rmSync(join(dirname(file), name))
  rmSync(`${kept}.new`, { force: true })
  database.prepare('VACUUM INTO ?').run(`${kept}.new`)
  chmodSync(`${kept}.new`, 0o600)
  syncFile(`${kept}.new`)
  renameSync(`${kept}.new`, kept)
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  const { commit, rollback } = begin(database)
  let result: T
  try {
    result = work()
  } catch (error) {
    rollback()
    throw error
  }
  commit()
  return result
}

function begin(database: DatabaseSync): OpenTransaction {
  database.exec('BEGIN IMMEDIATE')
  const rollback = (): void => {
    // A full disk may have rolled back by itself.
    if (database.isTransaction) database.exec('ROLLBACK')
  }
  const commit = (): void => {
    try {
      database.exec('COMMIT')
    } catch (error) {
      rollback()
      throw error
    }
  }
  return { commit, rollback }
}

function wrap(database: DatabaseSync): SqliteDatabase {
  return {
    prepare: (sql) => statement<Row>(database.prepare(sql)),
    prepareArrays: (sql) => statement<readonly SqlValue[]>(database.prepare(sql, { returnArrays: true })),
    transaction: (work) => inTransaction(database, work),
    begin: () => begin(database),
    close: () => {
      if (database.isOpen) database.close()
    },
  }
}

function statement<R>(prepared: StatementSync): SqliteStatement<R> {
  return {
    run(...params) {
      const { changes, lastInsertRowid } = prepared.run(...params)
      return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) }
    },
    get: (...params) => prepared.get(...params) as R | undefined,
    all: (...params) => prepared.all(...params) as readonly unknown[] as readonly R[],
    iterate: (...params) => prepared.iterate(...params) as IterableIterator<R>,
  }
}

const SQLITE_FULL = 13
/** There is no room for the memory that the openers of a database share. */
const SQLITE_IOERR_SHMSIZE = 4874
const POSTGRES_FULL = '53100'

/** True when the error says that the disk or the person's share of it is full. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  return errcode === SQLITE_FULL || errcode === SQLITE_IOERR_SHMSIZE || code === 'ENOSPC' || code === 'EDQUOT' || code === POSTGRES_FULL
}
