import type { SqliteDatabase, SqliteStatement, Row } from '#lib/storage/sqlite.ts'
import type { CrashPoint } from './disk-options.ts'
import { STORE_FIGURES } from './store-figures.ts'

/** What a change wants done once it is durable, such as telling listeners. Must not throw. */
export type AfterCommit = (effect: () => void) => void

/** What a group of changes writes beside the database. */
export interface BesideDatabase {
  /** Takes back, when it is called, what has been gathered since: a change has failed. */
  mark(): () => void
  /** Inside the transaction, before its commit: makes what has been gathered durable. */
  write(): void
  /** There was no commit. */
  takeBack(): void
}

/** Changes that share one commit at most; the rest waits for the next, so that reads get their turn. */
const GROUP_LIMIT = 200

interface Job {
  readonly work: (after: AfterCommit) => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Outcome = { readonly value: unknown; readonly effects: readonly (() => void)[] } | { readonly error: unknown }

/**
 * The only way in which an account's database is written: changes are carried out one after the other, and those that wait
 * at the same moment share one commit. Each is all or nothing by itself. First the commit, then the effects in its order, then the answers.
 */
export class CommitQueue {
  readonly #database: SqliteDatabase
  readonly #beside: BesideDatabase
  readonly #crashPoint: CrashPoint
  readonly #savepoint: SqliteStatement<Row>
  readonly #release: SqliteStatement<Row>
  readonly #undo: SqliteStatement<Row>
  #waiting: Job[] = []
  #closed = false

  constructor(database: SqliteDatabase, beside: BesideDatabase, crashPoint: CrashPoint) {
    this.#database = database
    this.#beside = beside
    this.#crashPoint = crashPoint
    this.#savepoint = database.prepare('SAVEPOINT job')
    this.#release = database.prepare('RELEASE job')
    this.#undo = database.prepare('ROLLBACK TO job')
  }

  /** Resolves with what `work` returned when that is on the disk. `work` runs synchronously inside a transaction. */
  run<T>(work: (after: AfterCommit) => T): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The store is closed'))
    return new Promise<T>((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#flush())
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
    })
  }

  /** Carries out what waits; nothing is taken after it. */
  close(): void {
    while (this.#waiting.length > 0) this.#flush()
    this.#closed = true
  }

  #flush(): void {
    const jobs = this.#waiting.splice(0, GROUP_LIMIT)
    if (this.#waiting.length > 0) setImmediate(() => this.#flush())
    if (jobs.length === 0) return
    const begun = performance.now()
    const outcomes = this.#commit(jobs)
    STORE_FIGURES.commits.note((performance.now() - begun) / 1000)
    STORE_FIGURES.changes += jobs.length
    for (const outcome of outcomes) if ('effects' in outcome) for (const effect of outcome.effects) effect()
    for (const [index, outcome] of outcomes.entries()) {
      if ('error' in outcome) jobs[index]?.reject(outcome.error)
      else jobs[index]?.resolve(outcome.value)
    }
  }

  #commit(jobs: readonly Job[]): readonly Outcome[] {
    try {
      const outcomes = this.#database.transaction(() => {
        const done = jobs.map((job) => this.#attempt(job))
        this.#beside.write()
        this.#crashPoint('before commit')
        return done
      })
      this.#crashPoint('after commit')
      return outcomes
    } catch (error) {
      this.#beside.takeBack()
      return jobs.map(() => ({ error }))
    }
  }

  #attempt(job: Job): Outcome {
    const effects: (() => void)[] = []
    const takeBack = this.#beside.mark()
    this.#savepoint.run()
    try {
      const value = job.work((effect) => void effects.push(effect))
      this.#release.run()
      return { value, effects }
    } catch (error) {
      takeBack()
      // When the disk is full SQLite may have rolled back all of it: then this throws, and the whole group failed.
      this.#undo.run()
      this.#release.run()
      return { error }
    }
  }
}
