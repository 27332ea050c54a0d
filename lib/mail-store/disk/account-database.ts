import { join } from 'node:path'
import { openSqlite, type SqliteDatabase, type SqliteStatement, type SqlValue } from '#lib/storage/sqlite.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { CommitQueue, type AfterCommit } from './commit-queue.ts'
import { digestRefresher, digestWriter } from './rows/digest-columns.ts'
import type { CrashPoint } from './disk-options.ts'
import { MIGRATIONS } from './rows/schema.ts'

/** Distinct flag lists remembered: a mailbox of 100,000 messages has a handful. */
const FLAG_TEXT_LIMIT = 5000

export type Columns = readonly SqlValue[]

/** One account's open database: statements prepared once, changes through one queue. */
export class AccountDatabase {
  readonly crashPoint: CrashPoint
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly writeDigest: (content: number, digest: MessageDigest) => void
  readonly refreshDigest: (content: number, digest: MessageDigest) => void
  readonly #database: SqliteDatabase
  readonly #queue: CommitQueue
  readonly #statements = new Map<string, SqliteStatement<Columns>>()
  readonly #flagTexts = new Map<string, readonly string[]>()

  constructor(folder: string, crashPoint: CrashPoint, now: () => number) {
    this.crashPoint = crashPoint
    this.now = now
    this.#database = openSqlite(join(folder, 'mail.db'), { migrations: MIGRATIONS })
    this.#queue = new CommitQueue(this.#database, crashPoint)
    this.writeDigest = digestWriter(this.#database)
    this.refreshDigest = digestRefresher(this.#database)
  }

  /** The statement for that text, rows as arrays. Texts are ours and few, never made of values. */
  sql(text: string): SqliteStatement<Columns> {
    let statement = this.#statements.get(text)
    if (!statement) {
      statement = this.#database.prepareArrays(text)
      this.#statements.set(text, statement)
    }
    return statement
  }

  /** See CommitQueue.run. */
  change<T>(work: (after: AfterCommit) => T): Promise<T> {
    return this.#queue.run(work)
  }

  /** Octets of all messages. */
  used(): number {
    return this.sql('SELECT used FROM account').get()?.[0] as number
  }

  /** How many messages there are. */
  count(): number {
    return this.sql('SELECT coalesce(sum(messages), 0) FROM mailbox').get()?.[0] as number
  }

  /** The flags of a `flags` column; rows with the same text share one array. */
  flags(text: string): readonly string[] {
    let flags = this.#flagTexts.get(text)
    if (!flags) {
      flags = text === '' ? [] : text.split(' ')
      if (this.#flagTexts.size >= FLAG_TEXT_LIMIT) this.#flagTexts.clear()
      this.#flagTexts.set(text, flags)
    }
    return flags
  }

  close(): void {
    this.#queue.close()
    this.#database.close()
  }
}
