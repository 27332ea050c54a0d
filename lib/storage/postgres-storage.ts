import { CallQueue } from './call-queue.ts'
import { parsePostgresUrl } from '#lib/mail/network/postgres-url.ts'
import { numberPlaceholders, translateMigration } from './postgres-dialect.ts'
import { PostgresLink, type PostgresResult } from './postgres-link.ts'
import type { PostgresSession } from './postgres-session.ts'
import type { Row, SqlValue } from './sqlite.ts'
import type { Storage } from './storage.ts'
import { Transaction, type Statements } from './transaction.ts'

/** Connects, makes the schema where it is missing and brings it up to date; several processes may do so at once. */
export async function openPostgresStorage(url: string, schema: string, migrations: readonly string[]): Promise<Storage> {
  const link = new PostgresLink(parsePostgresUrl(url), schema)
  try {
    for (let isBehind = true; isBehind; ) isBehind = await link.exclusively((session) => migrateOnce(session, schema, migrations))
  } catch (error) {
    await link.close()
    throw error
  }
  return new PostgresStorage(link)
}

const STATE = `SELECT pg_catalog.current_setting('server_encoding') AS encoding, pg_catalog.to_regnamespace(?)::text AS schema, pg_catalog.to_regclass(?)::text AS versions`

/** One migration, in the transaction that it is called in; answers whether there may be more. Names without a schema are in ours. */
async function migrateOnce(session: PostgresSession, schema: string, migrations: readonly string[]): Promise<boolean> {
  const [state] = (await session.query(numberPlaceholders(STATE), [schema, `${schema}.schema_version`])).rows
  if (state?.['encoding'] !== 'UTF8') throw new Error('The database must be one with the encoding UTF8')
  if (state['schema'] === null) await session.execute(`CREATE SCHEMA ${schema}`)
  if (state['versions'] === null) await session.execute('CREATE TABLE schema_version (version BIGINT NOT NULL); INSERT INTO schema_version VALUES (0)')
  const version = Number((await session.query('SELECT version FROM schema_version')).rows[0]?.['version'])
  if (version > migrations.length) throw new Error('This database was written by a newer version of Postern')
  const migration = migrations[version]
  if (migration === undefined) return false
  await session.execute(translateMigration(migration))
  await session.query('UPDATE schema_version SET version = $1', [version + 1])
  return true
}

/** Statements that a server answers, whichever connection it is asked on. */
abstract class PostgresStatements implements Statements {
  async all(sql: string, params: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return (await this.carryOut(numberPlaceholders(sql), params)).rows
  }

  async get(sql: string, params: readonly SqlValue[] = []): Promise<Row | undefined> {
    return (await this.carryOut(numberPlaceholders(sql), params)).rows[0]
  }

  async run(sql: string, params: readonly SqlValue[] = []): Promise<{ readonly changes: number }> {
    return { changes: (await this.carryOut(numberPlaceholders(sql), params)).changes }
  }

  /** With the placeholders that PostgreSQL knows. */
  protected abstract carryOut(numbered: string, params: readonly SqlValue[]): Promise<PostgresResult>
}

/** Carries out calls in the order in which they came, over one connection; a transaction counts as one call. */
class PostgresStorage extends PostgresStatements implements Storage {
  readonly #link: PostgresLink
  readonly #queue = new CallQueue()

  constructor(link: PostgresLink) {
    super()
    this.#link = link
  }

  transaction<T>(work: (tx: Storage) => Promise<T>): Promise<T> {
    return this.#queue.add(() =>
      this.#link.exclusively(async (session) => {
        const tx = new Transaction(new SessionStatements(session))
        try {
          return await this.#queue.within(tx, () => work(tx))
        } finally {
          tx.end()
        }
      }),
    )
  }

  mark(): undefined {
    return undefined
  }

  close(): Promise<void> {
    return this.#queue.close(() => this.#link.close())
  }

  /** What only reads needs no turn among the writers: a statement sees what was committed when it began. */
  protected carryOut(numbered: string, params: readonly SqlValue[]): Promise<PostgresResult> {
    const isReading = /^\s*SELECT\b/i.test(numbered)
    return this.#queue.add(async () => (isReading ? (await this.#link.session()).query(numbered, params) : this.#link.exclusively((session) => session.query(numbered, params))))
  }
}

/** On a connection that is the transaction's own. */
class SessionStatements extends PostgresStatements {
  readonly #session: PostgresSession

  constructor(session: PostgresSession) {
    super()
    this.#session = session
  }

  protected carryOut(numbered: string, params: readonly SqlValue[]): Promise<PostgresResult> {
    return this.#session.query(numbered, params)
  }
}
