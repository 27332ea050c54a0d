import type { SqliteDatabase, SqliteStatement, Row } from '#lib/storage/sqlite.ts'
import type { WriteAheadLog } from '#lib/storage/write-ahead-log.ts'
import type { CrashPoint } from '../disk-options.ts'
import { STORE_FIGURES } from '../store-figures.ts'
import { AloneChange } from './alone-change.ts'
import { finish, TURNS, type Steps, type Turns } from './steps.ts'

/** What a change wants done in the moment in which others can see it, such as telling listeners. Must not throw. */
export type AfterCommit = (effect: () => void) => void

/** What a change does, with a `yield` wherever others may have their turn; it reads and writes the database of its account and nothing else. */
export type ChangeWork<T> = (after: AfterCommit) => Steps<T>

/** What a group of changes writes beside the database. */
export interface BesideDatabase {
  /** Takes back, when it is called, what has been gathered since: a change has failed. */
  mark(): () => void
  /** Inside the transaction, before its commit: writes what has been gathered. */
  write(): void
  /** Resolves when all that has been written is on the disk. */
  sync(): Promise<void>
  /** The same, at once; the event loop waits for the disk. */
  syncNow(): void
  /** There was no commit. */
  takeBack(): void
}

export interface CommitQueueOptions {
  readonly beside: BesideDatabase
  readonly crashPoint: CrashPoint
  readonly turns: Turns | undefined
  /** Called when the log has grown long; meanwhile there is no commit, so that it can be begun anew. */
  readonly emptyLog: (() => Promise<void>) | undefined
}

/** Changes that share one commit at most; the rest waits for the next, so that reads get their turn. */
const GROUP_LIMIT = 200

/** Messages from which on a change is large. */
export const LARGE = 100

interface Job {
  readonly work: ChangeWork<unknown>
  readonly isLarge: boolean
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Outcome = { readonly value: unknown; readonly effects: readonly (() => void)[] } | { readonly error: unknown }

interface Large {
  readonly job: Job
  readonly change: AloneChange
}

/** Changes that are committed and, unless `answered`, wait for the disk. */
interface Group {
  readonly jobs: readonly Job[]
  readonly outcomes: readonly Outcome[]
  /** By the clock of `performance`. */
  readonly begun: number
  isAnswered: boolean
}

/**
 * The only way in which an account's database is written: changes are carried out one after the other, and those that wait at the same moment share
 * one commit. Each is all or nothing by itself. First the commit, then the effects in its order, then the disk, then the answers; the next commit
 * comes after them, so that a power cut takes one group of changes at most, none of them answered. Commit and content go to the disk at the same time
 * (takeBackUnwritten). Others have their turn while the disk works, and
 * again and again in the middle of a large change, which has a commit of its own; meanwhile the account is read by another connection (`isPaused`).
 * When the disk fails nothing is known of what it holds: that group and whatever comes later is refused with its error, until the account is opened anew.
 */
export class CommitQueue {
  readonly #database: SqliteDatabase
  readonly #log: WriteAheadLog
  readonly #beside: BesideDatabase
  readonly #crashPoint: CrashPoint
  readonly #turns: Turns
  readonly #emptyLog: (() => Promise<void>) | undefined
  readonly #savepoint: SqliteStatement<Row>
  readonly #release: SqliteStatement<Row>
  readonly #undo: SqliteStatement<Row>
  #waiting: Job[] = []
  #large: Large | undefined
  #unsynced: Group | undefined
  #isBusy = false
  #emptying: Promise<void> | undefined
  #refusal: { readonly error: unknown } | undefined
  #hasFailed = false

  constructor(database: SqliteDatabase, log: WriteAheadLog, { beside, crashPoint, turns = TURNS, emptyLog }: CommitQueueOptions) {
    this.#database = database
    this.#log = log
    this.#beside = beside
    this.#crashPoint = crashPoint
    this.#turns = turns
    this.#emptyLog = emptyLog
    this.#savepoint = database.prepare('SAVEPOINT job')
    this.#release = database.prepare('RELEASE job')
    this.#undo = database.prepare('ROLLBACK TO job')
  }

  /** True when a change is half done and whoever asks is not that change: what the connection sees is not for them. */
  get isPaused(): boolean {
    return this.#large?.change.isPaused === true
  }

  /** True once the disk has failed. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /** Resolves with what `work` returned when that is on the disk; it is about so many messages. */
  run<T>(work: ChangeWork<T>, messages: number): Promise<T> {
    if (this.#refusal) return Promise.reject(this.#refusal.error)
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, isLarge: messages >= LARGE, resolve: resolve as (value: unknown) => void, reject })
      this.#schedule()
    })
  }

  /** Carries out what waits, at once; nothing is taken after it. */
  close(): void {
    if (this.#unsynced) this.#bringToDisk(this.#unsynced)
    if (this.#large) this.#bringToDisk(this.#endLarge(Infinity) as Group)
    while (this.#waiting.length > 0) this.#bringToDisk(this.#commitNext(Infinity) as Group)
    this.#refusal ??= { error: new Error('The store is closed') }
  }

  /** Resolves when no other thread works on the database any more. */
  async idle(): Promise<void> {
    await this.#emptying
  }

  #schedule(): void {
    if (this.#isBusy || this.#waiting.length === 0) return
    this.#isBusy = true
    setImmediate(() => (this.#waiting.length > 0 ? this.#settle(this.#commitNext(this.#turns.length)) : this.#goOn()))
  }

  /** Waits for the disk, or goes on with a large change in a turn of its own. */
  #settle(group: Group | undefined): void {
    // Closing has ended it meanwhile when there is none any more.
    if (!group) return void this.#turns.others().then(() => (this.#large ? this.#settle(this.#endLarge(this.#turns.length)) : this.#goOn()))
    if (group.outcomes.every((outcome) => 'error' in outcome)) {
      this.#answer(group)
      return this.#goOn()
    }
    this.#unsynced = group
    Promise.all([this.#log.sync(), this.#beside.sync()]).then(
      () => {
        this.#crashPoint('group synced')
        STORE_FIGURES.commits.note((performance.now() - group.begun) / 1000)
        this.#answer(group)
        this.#keepLogShort()
      },
      (error: unknown) => this.#fail(group, error),
    )
  }

  /** One that cannot be emptied, on a full disk, only grows. */
  #keepLogShort(): void {
    if (!this.#emptyLog || !this.#log.isLong()) return this.#goOn()
    this.#emptying = this.#emptyLog()
      .catch(() => undefined) // it is tried again when it has grown, and the database is whole with any log
      .then(() => {
        this.#emptying = undefined
        this.#crashPoint('log emptied')
        this.#goOn()
      })
  }

  #goOn(): void {
    this.#isBusy = false
    this.#schedule()
  }

  /** Undefined while the next one is a large change that is not done after so many milliseconds. */
  #commitNext(turn: number): Group | undefined {
    const begun = performance.now()
    const large = this.#waiting.findIndex(({ isLarge }) => isLarge)
    const jobs = this.#waiting.splice(0, large === 0 ? 1 : large > 0 ? Math.min(large, GROUP_LIMIT) : GROUP_LIMIT)
    const [only] = jobs
    if (!only || jobs.length > 1) return this.#committed({ jobs, outcomes: this.#commitTogether(jobs), begun })
    try {
      this.#large = { job: only, change: new AloneChange(this.#database, only.work) }
    } catch (error) {
      return this.#committed({ jobs, outcomes: [{ error }], begun })
    }
    return this.#endLarge(only.isLarge ? turn : Infinity)
  }

  #committed(group: Omit<Group, 'isAnswered'>): Group {
    STORE_FIGURES.changes += group.jobs.length
    for (const outcome of group.outcomes) if ('effects' in outcome) for (const effect of outcome.effects) effect()
    return { ...group, isAnswered: false }
  }

  /** Undefined when it is not done after so many milliseconds. */
  #endLarge(turn: number): Group | undefined {
    const { job, change } = this.#large as Large
    const begun = performance.now()
    let outcome: Outcome
    try {
      if (!change.goOn(turn)) return undefined
      change.commit(() => {
        this.#beside.write()
        this.#crashPoint('before commit')
      })
      this.#crashPoint('after commit')
      outcome = { value: change.value, effects: change.effects }
    } catch (error) {
      change.rollback()
      outcome = { error }
    }
    this.#large = undefined
    if ('error' in outcome) this.#beside.takeBack()
    return this.#committed({ jobs: [job], outcomes: [outcome], begun })
  }

  #bringToDisk(group: Group): void {
    try {
      this.#beside.syncNow()
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
    this.#hasFailed = true
    const refused = group.isAnswered ? [] : group.jobs
    group.isAnswered = true
    this.#unsynced = undefined
    for (const job of [...refused, ...this.#waiting.splice(0)]) job.reject(error)
  }

  #commitTogether(jobs: readonly Job[]): readonly Outcome[] {
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
      const value = finish(job.work((effect) => void effects.push(effect)))
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

/** A change that is over in a moment. */
export function atOnce<T>(work: (after: AfterCommit) => T): ChangeWork<T> {
  return function* (after) {
    return work(after)
  }
}
