import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { WriteAheadLog } from '#lib/storage/write-ahead-log.ts'
import { openSqlite, type SqliteDatabase, type SqliteStatement, type SqlValue } from '#lib/storage/sqlite.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { atOnce, CommitQueue, type AfterCommit, type BesideDatabase, type ChangeWork } from './commits/commit-queue.ts'
import { ContentPacks, type PackPlace } from './content/content-packs.ts'
import { digestRefresher, digestWriter } from './rows/digest-columns.ts'
import type { CrashPoint, DiskOptions } from './disk-options.ts'
import type { JournalRecord } from './journal/journal-line.ts'
import { Journal, type Standing } from './journal/journal.ts'
import { MIGRATIONS } from './rows/schema.ts'
import { NEVER } from './start/machine-start.ts'

/** Distinct flag lists remembered: a mailbox of 100,000 messages has a handful. */
const FLAG_TEXT_LIMIT = 5000

/** What an account's folder holds besides the journal. */
export const DATABASE = 'mail.db'
export const CONTENT_FOLDER = 'content'

export type Columns = readonly SqlValue[]

/** An open database whose statements are prepared once. */
class Prepared {
  readonly database: SqliteDatabase
  readonly #statements = new Map<string, SqliteStatement<Columns>>()

  constructor(database: SqliteDatabase) {
    this.database = database
  }

  sql(text: string): SqliteStatement<Columns> {
    let statement = this.#statements.get(text)
    if (!statement) {
      statement = this.database.prepareArrays(text)
      this.#statements.set(text, statement)
    }
    return statement
  }
}

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
  /** True from the moment on in which it began to be closed. */
  isClosed = false
  readonly #file: string
  readonly #main: Prepared
  /** Sees commits alone; there from the first large change on during which somebody reads. */
  #beside: Prepared | undefined
  readonly #log: WriteAheadLog
  readonly #queue: CommitQueue
  readonly #flagTexts = new Map<string, readonly string[]>()
  /** Of the contents that go to the disk with the commit at hand the first; and whether the database may name one of an earlier commit. */
  #unproved: number | undefined
  #namesUnproved = true

  constructor(folder: string, { crashPoint = () => undefined, now = Date.now, turns, emptyLog }: Pick<DiskOptions, 'crashPoint' | 'now' | 'turns' | 'emptyLog'>) {
    this.crashPoint = crashPoint
    this.now = now
    this.#file = join(folder, DATABASE)
    this.wasClosed = !existsSync(`${this.#file}-wal`)
    const database = openSqlite(this.#file, { migrations: MIGRATIONS, syncs: 'by-caller' })
    this.#main = new Prepared(database)
    this.#log = new WriteAheadLog(this.#file)
    try {
      this.packs = new ContentPacks(join(folder, CONTENT_FOLDER), crashPoint)
      this.journal = new Journal(folder, crashPoint)
      this.#queue = new CommitQueue(database, this.#log, { beside: this.#besideDatabase(), crashPoint, turns, emptyLog: emptyLog && (() => emptyLog(this.#file)) })
      const lacksAll = this.journal.isNew && this.sql('SELECT 1 FROM mailbox LIMIT 1').get() !== undefined
      this.standing = lacksAll ? 'behind' : this.journal.settle(this.sequence(), this.wasClosed)
    } catch (error) {
      database.close()
      throw error
    }
    this.writeDigest = digestWriter(database)
    this.refreshDigest = digestRefresher(database)
  }

  /**
   * The statement for that text, rows as arrays; to be used at once. Texts are ours and few, never made of values. What it reads is before or after
   * every change, and within a change what that has done so far.
   */
  sql(text: string): SqliteStatement<Columns> {
    if (!this.#queue.isPaused) return this.#main.sql(text)
    this.#beside ??= new Prepared(openSqlite(this.#file, { migrations: MIGRATIONS, readOnly: true }))
    return this.#beside.sql(text)
  }

  /** A change that is over in a moment. See CommitQueue.run. */
  change<T>(work: (after: AfterCommit) => T): Promise<T> {
    return this.#queue.run(atOnce(work), 1)
  }

  /** A change of so many messages. See CommitQueue.run. */
  changeMany<T>(messages: number, work: ChangeWork<T>): Promise<T> {
    return this.#queue.run(work, messages)
  }

  /** The number of the last commit that the journal knows of. */
  sequence(): number {
    return this.sql('SELECT sequence FROM account').get()?.[0] as number
  }

  /** That content goes to the disk with the commit, not before it; inside a change only. */
  noteUnproved(content: number): void {
    this.#unproved = Math.min(content, this.#unproved ?? content)
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
    return this.sql('SELECT messages FROM account').get()?.[0] as number
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
    this.isClosed = true
    this.#queue.close()
    await this.#queue.idle()
    if (this.#queue.hasFailed) this.#distrust()
    // Whoever closes last empties the log.
    this.#beside?.database.close()
    this.#main.database.close()
    this.journal.close()
    await this.#log.close()
    await this.packs.close()
  }

  #besideDatabase(): BesideDatabase {
    return {
      mark: () => this.#mark(),
      write: () => this.#writeBeside(),
      takeBack: () => this.#takeBack(),
      sync: () => this.packs.sync(),
      syncNow: () => this.packs.syncNow(),
    }
  }

  #mark(): () => void {
    const marks = [this.packs.mark(), this.journal.mark()]
    return () => marks.forEach((takeBack) => takeBack())
  }

  #takeBack(): void {
    this.#unproved = undefined
    this.#namesUnproved = true
    this.packs.discard()
    this.journal.takeBack(this.sequence())
  }

  #writeBeside(): void {
    this.packs.write()
    const unproved = this.#unproved
    if (unproved !== undefined || this.#namesUnproved) this.sql('UPDATE account SET unproved = ?').run(unproved ?? null)
    this.#unproved = undefined
    this.#namesUnproved = unproved !== undefined
    if (!this.journal.hasNews) return
    this.journal.write(this.sql('UPDATE account SET sequence = sequence + 1 RETURNING sequence').get()?.[0] as number)
  }

  /** The disk has failed: what was committed last may lack its content, as after a power cut. */
  #distrust(): void {
    try {
      this.sql('UPDATE account SET machine_start = ?').run(NEVER)
    } catch {
      // It fails still, and whoever was refused has its error.
    }
  }
}
