import type { SqliteDatabase, SqliteStatement, Row } from '#lib/storage/sqlite.ts'
import type { WriteAheadLog } from '#lib/storage/write-ahead-log.ts'
import type { CrashPoint } from './disk-options.ts'
import { STORE_FIGURES } from './store-figures.ts'

/** What a change wants done in the moment in which others can see it, such as telling listeners. Must not throw. */
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

/** Changes that are committed and, unless `answered`, wait for the disk. */
interface Group {
  readonly jobs: readonly Job[]
  readonly outcomes: readonly Outcome[]
  isAnswered: boolean
}

/**
 * The only way in which an account's database is written: changes are carried out one after the other, and those that wait at the same moment share
 * one commit. Each is all or nothing by itself. First the commit, then the effects in its order, then the disk, then the answers; the next commit
 * comes after them, so that a power cut takes one group of changes at most, none of them answered. Others have their turn while the disk works.
 * When it fails nothing is known of what it holds: that group and whatever comes later is refused with its error, until the account is opened anew.
 */
export class CommitQueue {
  readonly #database: SqliteDatabase
  readonly #log: WriteAheadLog
  readonly #beside: BesideDatabase
  readonly #crashPoint: CrashPoint
  readonly #savepoint: SqliteStatement<Row>
  readonly #release: SqliteStatement<Row>
  readonly #undo: SqliteStatement<Row>
  #waiting: Job[] = []
  #unsynced: Group | undefined
  #isBusy = false
  #refusal: { readonly error: unknown } | undefined

  constructor(database: SqliteDatabase, log: WriteAheadLog, beside: BesideDatabase, crashPoint: CrashPoint) {
    this.#database = database
    this.#log = log
    this.#beside = beside
    this.#crashPoint = crashPoint
    this.#savepoint = database.prepare('SAVEPOINT job')
    this.#release = database.prepare('RELEASE job')
    this.#undo = database.prepare('ROLLBACK TO job')
  }

  /** Resolves with what `work` returned when that is on the disk. `work` runs synchronously inside a transaction. */
  run<T>(work: (after: AfterCommit) => T): Promise<T> {
    if (this.#refusal) return Promise.reject(this.#refusal.error)
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      this.#schedule()
    })
  }

  /** Carries out what waits, at once; nothing is taken after it. */
  close(): void {
    if (this.#unsynced) this.#bringToDisk(this.#unsynced)
    while (this.#waiting.length > 0) this.#bringToDisk(this.#commitNext())
    this.#refusal ??= { error: new Error('The store is closed') }
  }

  #schedule(): void {
    if (this.#isBusy || this.#waiting.length === 0) return
    this.#isBusy = true
    setImmediate(() => this.#flush())
  }

  #flush(): void {
    if (this.#waiting.length === 0) return this.#goOn()
    const begun = performance.now()
    const group = this.#commitNext()
    if (group.outcomes.every((outcome) => 'error' in outcome)) {
      this.#answer(group)
      return this.#goOn()
    }
    this.#unsynced = group
    this.#log.sync().then(
      () => {
        this.#crashPoint('log synced')
        STORE_FIGURES.commits.note((performance.now() - begun) / 1000)
        this.#answer(group)
        this.#goOn()
      },
      (error: unknown) => this.#fail(group, error),
    )
  }

  #goOn(): void {
    this.#isBusy = false
    this.#schedule()
  }

  #commitNext(): Group {
    const jobs = this.#waiting.splice(0, GROUP_LIMIT)
    const outcomes = this.#commit(jobs)
    STORE_FIGURES.changes += jobs.length
    for (const outcome of outcomes) if ('effects' in outcome) for (const effect of outcome.effects) effect()
    return { jobs, outcomes, isAnswered: false }
  }

  #bringToDisk(group: Group): void {
    try {
      this.#log.syncNow()
      this.#answer(group)
    } catch (error) {
      this.#fail(group, error)
    }
  }

  #answer(group: Group): void {
    if (group.isAnswered) return
    group.isAnswered = true
    this.#unsynced = undefined
    for (const [index, outcome] of group.outcomes.entries()) {
      if ('error' in outcome) group.jobs[index]?.reject(outcome.error)
      else group.jobs[index]?.resolve(outcome.value)
    }
  }

  #fail(group: Group, error: unknown): void {
    this.#refusal ??= { error }
    const refused = group.isAnswered ? [] : group.jobs
    group.isAnswered = true
    this.#unsynced = undefined
    for (const job of [...refused, ...this.#waiting.splice(0)]) job.reject(error)
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
