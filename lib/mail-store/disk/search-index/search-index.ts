import { join } from 'node:path'
import { openSqlite, type SqliteDatabase, type SqliteStatement, type SqlValue } from '#lib/storage/sqlite.ts'
import type { TextQuery } from '../../mail-store.ts'
import type { SortKey, SortNumbers, ThreadNumbers } from '../../numbers/message-numbers.ts'
import { DATABASE } from '../account-database.ts'
import { isDamage } from '../repair/read-database.ts'
import { ContentReader, type FoundContent } from './content-reader.ts'
import { discardSearchIndex, SEARCH_INDEX } from './index-files.ts'
import { INDEX_MIGRATIONS, INDEX_RULES, INDEXED_FIELDS, tableOf } from './index-schema.ts'
import { indexedTexts } from './indexed-texts.ts'
import { KeyNumbers } from './numbers/key-numbers.ts'
import { indexQuery } from './text-query-sql.ts'

/** Contents of one commit. */
const GROUP = 500
/** Contents that get their numbers at once. */
const NUMBERED = 250
/** Contents that are read at once. */
const SLICE = 20
/** Octets of the hash that tell whether an entry is still that content's. */
const MARK = 8

/** A content that the index knows by another hash, or not at all. */
const STRANGE = `SELECT 1 FROM mail.content c LEFT JOIN entry e ON e.content = c.id WHERE c.id <= ? AND e.mark IS NOT substr(c.sha256, 1, ${MARK}) LIMIT 1`

/**
 * Which contents of an account may hold a text: trigrams of everything that SEARCH compares. It is behind the account, never ahead: what it
 * has not reached counts as fitting. Not durable, but whole after any crash; whoever finds it damaged deletes it. For one thread.
 */
export class SearchIndex {
  readonly #writer: SqliteDatabase
  readonly #reader: SqliteDatabase
  readonly #contents: ContentReader
  #reached: number
  #mustStop = false
  readonly #numbers: KeyNumbers
  readonly #statements = new Map<string, SqliteStatement<readonly SqlValue[]>>()
  readonly #questions = new Map<string, SqliteStatement<readonly SqlValue[]>>()

  private constructor(writer: SqliteDatabase, reader: SqliteDatabase, contents: ContentReader) {
    this.#writer = writer
    this.#reader = reader
    this.#contents = contents
    this.#reached = this.#sql('SELECT reached FROM progress').get()?.[0] as number
    this.#numbers = new KeyNumbers((text) => this.#sql(text), (text) => this.#question(text))
  }

  /** The index of that folder as it was left; a new one where there is none, or none of this account as it is now. */
  static open(folder: string): SearchIndex {
    try {
      const found = SearchIndex.#connect(folder)
      if (found.#isOfThisAccount()) return found
      found.close()
    } catch (error) {
      if (!isDamage(error)) throw error
    }
    discardSearchIndex(folder)
    return SearchIndex.#connect(folder)
  }

  static #connect(folder: string): SearchIndex {
    using opened = new DisposableStack()
    const open = <T extends { close(): void }>(one: T): T => opened.adopt(one, () => one.close())
    const contents = open(new ContentReader(folder))
    const writer = open(openSqlite(join(folder, SEARCH_INDEX), { migrations: INDEX_MIGRATIONS }))
    writer.prepare('PRAGMA synchronous = NORMAL').get()
    const reader = open(openSqlite(join(folder, SEARCH_INDEX), { migrations: INDEX_MIGRATIONS, readOnly: true }))
    reader.prepare('ATTACH ? AS mail').run(join(folder, DATABASE))
    const index = new SearchIndex(writer, reader, contents)
    opened.move()
    return index
  }

  /** Goes some way further; `pause` is awaited between two contents. True at the end. After an error it can only be closed. */
  async fillSome(pause: () => Promise<void>): Promise<boolean> {
    for (let count = 0; this.#numbers.behind(1) > 0 && !this.#mustStop; count += NUMBERED) {
      if (count >= GROUP) return false
      this.#inOneStep(() => this.#numbers.addSome(NUMBERED))
      await pause()
    }
    const before = this.#reached
    this.#sql('BEGIN IMMEDIATE').run()
    try {
      const isEnd = await this.#addSome(pause)
      this.#sql('UPDATE progress SET reached = ?').run(this.#reached)
      this.#sql('COMMIT').run()
      return isEnd
    } catch (error) {
      // What has been begun ends with the connection.
      this.#reached = before
      throw error
    }
  }

  /** Ends `fillSome` at the next content. */
  stop(): void {
    this.#mustStop = true
  }

  /** Takes contents out that nobody names any more. */
  forget(contents: readonly number[]): void {
    this.#inOneStep(() => this.#numbers.forget(contents))
    for (const content of contents) {
      if (this.#sql('DELETE FROM entry WHERE content = ?').run(content).changes === 0) continue
      for (const field of INDEXED_FIELDS) this.#sql(`DELETE FROM ${tableOf(field)} WHERE rowid = ?`).run(content)
    }
  }

  /** The UIDs of a mailbox, ascending, whose messages may fit: all that do are among them. Undefined where the index cannot tell. */
  candidates(mailbox: number, query: TextQuery): Uint32Array | undefined {
    const found = indexQuery(query)
    if (!found) return undefined
    const select = 'SELECT uid FROM mail.message INDEXED BY message_content WHERE mailbox = ? AND content'
    const reached = this.#reader.prepareArrays('SELECT reached FROM progress').get()?.[0] as number
    const fitting = this.#reader.prepareArrays(`${select} IN (SELECT * FROM (${found.sql}) UNION SELECT content FROM entry WHERE is_whole = 0)`).all(mailbox, ...found.values)
    const beyond = this.#reader.prepareArrays(`${select} > ?`).all(mailbox, reached)
    return Uint32Array.from([...fitting, ...beyond], ([uid]) => uid as number).sort()
  }

  /** How many contents wait for their numbers, up to `most`. */
  behind(most: number): number {
    return this.#numbers.behind(most)
  }

  numberAll(): void {
    this.#inOneStep(() => {
      while (!this.#numbers.addSome(GROUP));
    })
  }

  /** Of all messages of that mailbox, where all contents have their numbers. */
  sortNumbers(mailbox: number, keys: readonly SortKey[]): SortNumbers {
    return this.#numbers.sortNumbers(mailbox, keys)
  }

  /** Of all messages of that mailbox, where all contents have their numbers. */
  threadNumbers(mailbox: number, needsArrival: boolean): ThreadNumbers {
    return this.#numbers.threadNumbers(mailbox, needsArrival)
  }

  close(): void {
    this.#reader.close()
    this.#writer.close()
    this.#contents.close()
  }

  async #addSome(pause: () => Promise<void>): Promise<boolean> {
    for (let count = 0; count < GROUP; count += SLICE) {
      const found = this.#contents.above(this.#reached, SLICE)
      for (const one of found) {
        if (this.#mustStop) return true
        await this.#add(one)
        this.#reached = one.content
        await pause()
      }
      if (found.length < SLICE) return true
    }
    return false
  }

  async #add({ content, sha256, digest }: FoundContent): Promise<void> {
    const indexed = digest && (await this.#textsOf(content, digest))
    this.#sql('INSERT INTO entry VALUES (?, ?, ?)').run(content, sha256.subarray(0, MARK), indexed?.isWhole ? 1 : 0)
    if (!indexed?.isWhole) return
    for (const field of INDEXED_FIELDS) this.#sql(`INSERT INTO ${tableOf(field)} (rowid, text) VALUES (?, ?)`).run(content, indexed.texts[field])
  }

  /** Undefined where it cannot be read: then SEARCH looks at the message itself. */
  async #textsOf(content: number, digest: NonNullable<FoundContent['digest']>): Promise<Awaited<ReturnType<typeof indexedTexts>> | undefined> {
    // What was just being moved to another place lies there now.
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        return await indexedTexts(digest, this.#contents.octets(content))
      } catch (error) {
        if (isDamage(error)) throw error
      }
    }
    return undefined
  }

  /** In one commit, or one with what is being filled in. What has been begun when it fails ends with the connection. */
  #inOneStep(work: () => void): void {
    this.#sql('SAVEPOINT step').run()
    work()
    this.#sql('RELEASE step').run()
  }

  #sql(text: string): SqliteStatement<readonly SqlValue[]> {
    return prepared(this.#statements, this.#writer, text)
  }

  /** Of what is committed, here and in the account. */
  #question(text: string): SqliteStatement<readonly SqlValue[]> {
    return prepared(this.#questions, this.#reader, text)
  }

  /** Takes out what was freed while nobody told the index, too. */
  #isOfThisAccount(): boolean {
    const rules = this.#sql('SELECT rules FROM progress').get()?.[0]
    const last = (this.#reader.prepareArrays(`SELECT seq FROM mail.sqlite_sequence WHERE name = 'content'`).get()?.[0] ?? 0) as number
    if (rules !== INDEX_RULES || this.#reached > last || this.#reader.prepareArrays(STRANGE).get(this.#reached) !== undefined) return false
    if (this.#numbers.reached > last) return false
    const unnamed = this.#numbers.goneAbove(this.#reached)
    if (!unnamed) return false
    const gone = this.#reader.prepareArrays('SELECT content FROM entry WHERE content NOT IN (SELECT id FROM mail.content)').all()
    this.forget([...gone.map(([content]) => content as number), ...unnamed])
    return true
  }
}

function prepared(known: Map<string, SqliteStatement<readonly SqlValue[]>>, database: SqliteDatabase, text: string): SqliteStatement<readonly SqlValue[]> {
  const statement = known.get(text) ?? database.prepareArrays(text)
  known.set(text, statement)
  return statement
}
