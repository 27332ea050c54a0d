import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { WriteAheadLog } from '#lib/storage/write-ahead-log.ts'
import { openSqlite, type SqliteDatabase, type SqliteStatement, type SqlValue } from '#lib/storage/sqlite.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { CommitQueue, type AfterCommit } from './commit-queue.ts'
import { ContentPacks, type PackPlace } from './content/content-packs.ts'
import { digestRefresher, digestWriter } from './rows/digest-columns.ts'
import type { CrashPoint } from './disk-options.ts'
import type { JournalRecord } from './journal/journal-line.ts'
import { Journal, type Standing } from './journal/journal.ts'
import { MIGRATIONS } from './rows/schema.ts'

/** Distinct flag lists remembered: a mailbox of 100,000 messages has a handful. */
const FLAG_TEXT_LIMIT = 5000

/** What an account's folder holds besides the journal. */
export const DATABASE = 'mail.db'
export const CONTENT_FOLDER = 'content'

export type Columns = readonly SqlValue[]

/** One account's open database with the packs and the journal beside it: statements prepared once, changes through one queue. */
export class AccountDatabase {
  readonly crashPoint: CrashPoint
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly writeDigest: (content: number, digest: MessageDigest) => void
  readonly refreshDigest: (content: number, digest: MessageDigest) => void
  readonly packs: ContentPacks
  readonly journal: Journal
  /** How the journal stood to the database when both were opened. */
  readonly standing: Standing
  /** False when whoever had it open before was killed, or a power cut came. */
  readonly wasClosed: boolean
  readonly #database: SqliteDatabase
  readonly #log: WriteAheadLog
  readonly #queue: CommitQueue
  readonly #statements = new Map<string, SqliteStatement<Columns>>()
  readonly #flagTexts = new Map<string, readonly string[]>()

  constructor(folder: string, crashPoint: CrashPoint, now: () => number) {
    this.crashPoint = crashPoint
    this.now = now
    this.wasClosed = !existsSync(join(folder, `${DATABASE}-wal`))
    this.#database = openSqlite(join(folder, DATABASE), { migrations: MIGRATIONS, syncs: 'by-caller' })
    this.#log = new WriteAheadLog(join(folder, DATABASE))
    try {
      this.packs = new ContentPacks(join(folder, CONTENT_FOLDER), crashPoint)
      this.journal = new Journal(folder, crashPoint)
      const lacksAll = this.journal.isNew && this.sql('SELECT 1 FROM mailbox LIMIT 1').get() !== undefined
      this.standing = lacksAll ? 'behind' : this.journal.settle(this.sequence(), this.wasClosed)
    } catch (error) {
      this.#database.close()
      throw error
    }
    this.#queue = new CommitQueue(this.#database, this.#log, { mark: () => this.#mark(), write: () => this.#writeBeside(), takeBack: () => this.#takeBack() }, crashPoint)
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

  /** The number of the last commit that the journal knows of. */
  sequence(): number {
    return this.sql('SELECT sequence FROM account').get()?.[0] as number
  }

  /** Tells the journal; inside a change only. */
  note(record: JournalRecord): void {
    this.journal.note(record)
  }

  /** The octets of content that lies in no file of its own. */
  octetsOf(content: number): Uint8Array {
    const row = this.sql('SELECT pack, place, size FROM content WHERE id = ?').get(content) as readonly [number | null, number, number] | undefined
    return this.octetsAt(content, row && row[0] !== null ? { pack: row[0], place: row[1], size: row[2] } : undefined)
  }

  /** The same where it is known already in which pack they lie; undefined: in none. */
  octetsAt(content: number, place: (PackPlace & { readonly size: number }) | undefined): Uint8Array {
    if (place) return this.packs.read(place, place.size).octets
    const octets = this.sql('SELECT octets FROM body WHERE content = ?').get(content)?.[0]
    if (!(octets instanceof Uint8Array)) throw new Error('A message has lost its content')
    return octets
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

  async close(): Promise<void> {
    this.#queue.close()
    this.#database.close()
    this.journal.close()
    await this.#log.close()
    await this.packs.close()
  }

  #mark(): () => void {
    const marks = [this.packs.mark(), this.journal.mark()]
    return () => marks.forEach((takeBack) => takeBack())
  }

  #takeBack(): void {
    this.packs.discard()
    this.journal.takeBack(this.sequence())
  }

  #writeBeside(): void {
    this.packs.write()
    if (!this.journal.hasNews) return
    this.sql('UPDATE account SET sequence = sequence + 1').run()
    this.journal.write(this.sequence())
  }
}
