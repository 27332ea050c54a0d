import type { PostgresAddress } from '#lib/mail/network/postgres-url.ts'
import { PostgresSession } from './postgres-session.ts'

export type { PostgresResult } from './postgres-session.ts'

/** After a failed connect nobody tries again for so many milliseconds: whoever asks meanwhile is told at once. */
const PAUSE = 5_000

/** The way to one schema of a server: a connection that is made anew when it was lost. Calls must not overlap. */
export class PostgresLink {
  readonly #address: PostgresAddress
  readonly #schema: string
  readonly #now: () => number
  #session: PostgresSession | undefined
  #failed: { readonly error: unknown; readonly until: number } | undefined

  constructor(address: PostgresAddress, schema: string, now: () => number = () => performance.now()) {
    if (!/^[a-z][a-z_]{0,62}$/.test(schema)) throw new Error('A schema is named by small letters and underscores')
    this.#address = address
    this.#schema = schema
    this.#now = now
  }

  /** A connection that stands, for one statement outside of a transaction. */
  async session(): Promise<PostgresSession> {
    if (this.#session && !this.#session.isLost) return this.#session
    if (this.#failed && this.#now() < this.#failed.until) throw this.#failed.error
    try {
      this.#session = await this.#open()
      this.#failed = undefined
      return this.#session
    } catch (error) {
      this.#failed = { error, until: this.#now() + PAUSE }
      throw error
    }
  }

  /**
   * One transaction; no other process is inside one on this schema meanwhile. Rejects, with nothing kept, when a statement in it
   * failed, even if `work` went on.
   */
  async exclusively<T>(work: (session: PostgresSession) => Promise<T>): Promise<T> {
    const session = await this.session()
    await session.execute(`BEGIN; SELECT pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('postern ${this.#schema}', 0))`).catch((error: unknown) => rollBack(session, error))
    const result = await work(session).catch((error: unknown) => rollBack(session, error))
    const { command } = await session.query('COMMIT')
    if (command !== 'COMMIT') throw new Error('A statement of this transaction failed')
    return result
  }

  async close(): Promise<void> {
    await this.#session?.close()
  }

  async #open(): Promise<PostgresSession> {
    const session = await PostgresSession.open(this.#address)
    try {
      await session.execute(`SET search_path TO ${this.#schema}`)
      // Acknowledged is kept, also where the server was told to be quicker than that.
      await session.execute("SELECT pg_catalog.set_config('synchronous_commit', 'on', false) WHERE pg_catalog.current_setting('synchronous_commit') = 'off'")
      return session
    } catch (error) {
      session.drop()
      throw error
    }
  }
}

/** Ends the transaction without a trace and throws the error that it failed with. */
async function rollBack(session: PostgresSession, error: unknown): Promise<never> {
  await session.execute('ROLLBACK').catch(() => session.drop()) // the server rolls back what is left without a connection
  throw error
}
