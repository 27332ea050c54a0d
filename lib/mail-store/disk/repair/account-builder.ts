import { join } from 'node:path'
import { hasFlag } from '#lib/mail/flags.ts'
import type { MessageDigest } from '#lib/mime/digest.ts'
import { openSqlite, type SqliteDatabase, type SqliteStatement, type SqlValue } from '#lib/storage/sqlite.ts'
import { syncFile } from '#lib/storage/database-file.ts'
import { keywordsOf } from '../../flag-list.ts'
import { DATABASE } from '../account-database.ts'
import { digestWriter } from '../rows/digest-columns.ts'
import { MIGRATIONS, RUNS_OF_MESSAGES } from '../rows/schema.ts'
import type { KnownMailbox, KnownMessage, KnownState } from './known-state.ts'
import type { FoundContent } from './scan-content.ts'

/** The name of the database while it is being built. */
export const BUILDING = `${DATABASE}.new`

/** Writes a database from what is known and what has been found: contents first, then `finish`. */
export class AccountBuilder {
  readonly #database: SqliteDatabase
  readonly #writeDigest: (content: number, digest: MessageDigest) => void
  /** Names of the content files that are in use. */
  readonly files = new Set<string>()
  readonly #contents = new Map<string, { readonly id: number; readonly size: number; uses: number }>()
  readonly #insertContent: SqliteStatement<readonly SqlValue[]>
  readonly #file: string

  constructor(folder: string) {
    this.#file = join(folder, BUILDING)
    this.#database = openSqlite(this.#file, { migrations: MIGRATIONS })
    this.#writeDigest = digestWriter(this.#database)
    // Until it is whole it is worth nothing, so nothing of it need be durable: `finish` syncs it as a file.
    for (const pragma of ['PRAGMA journal_mode = OFF', 'PRAGMA synchronous = OFF', 'PRAGMA cache_size = -65536']) this.#database.prepare(pragma).get()
    this.#insertContent = this.#database.prepareArrays('INSERT INTO content (size, uses, sha256, file, pack, place) VALUES (?, 0, ?, ?, ?, ?)')
    this.#database.prepare('BEGIN').run()
  }

  has(sha256: string): boolean {
    return this.#contents.has(sha256)
  }

  addContent({ sha256, size, at }: FoundContent, digest: MessageDigest): void {
    const [file, pack, place] = 'file' in at ? [at.file, null, null] : [null, at.pack, at.place]
    if (file !== null) this.files.add(file)
    const id = this.#insertContent.run(size, sha256, file, pack, place).lastInsertRowid
    this.#writeDigest(id, digest)
    this.#contents.set(sha256.toString('hex'), { id, size, uses: 0 })
  }

  /** Writes everything else, with `sequence` for the journal, and closes. Answers how many messages have no content any more. */
  finish(state: KnownState, sequence: number): { readonly messages: number; readonly lost: number } {
    let [messages, lost] = [0, 0]
    for (const [uidValidity, mailbox] of state.mailboxes) {
      const kept = [...mailbox.messages].filter(([, { sha256 }]) => this.#contents.has(sha256)).sort(([a], [b]) => a - b)
      this.#addMailbox(uidValidity, mailbox, kept)
      messages += kept.length
      lost += mailbox.messages.size - kept.length
    }
    this.#addRest(state, sequence)
    this.#database.prepare('COMMIT').run()
    this.#database.close()
    syncFile(this.#file)
    return { messages, lost }
  }

  /** Gives up; what has been written is of no use. */
  abandon(): void {
    this.#database.close()
  }

  #addMailbox(uidValidity: number, { name, specialUse, uidNext, modSeq, quota, messageQuota }: KnownMailbox, kept: readonly (readonly [number, KnownMessage])[]): void {
    // Which UIDs went when is not known any more: to who comes back all of them have gone just now (RFC 7162 §3.2.5).
    const sum = (of: (message: KnownMessage) => number): number => kept.reduce((total, [, message]) => total + of(message), 0)
    const countOf = (flag: string) => sum(({ flags }) => (hasFlag(flags.split(' '), flag) ? 1 : 0))
    const size = sum(({ sha256 }) => this.#contents.get(sha256)?.size ?? 0)
    const mailbox = this.#database
      .prepareArrays('INSERT INTO mailbox (name, uid_validity, special_use, uid_next, mod_seq, messages, unseen, deleted, size, forgotten, quota, message_quota) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(name ?? '', uidValidity, specialUse, uidNext, modSeq + 1, kept.length, kept.length - countOf('\\Seen'), countOf('\\Deleted'), size, modSeq + 1, quota, messageQuota).lastInsertRowid
    this.#database.prepareArrays('UPDATE account SET used = used + ?, messages = messages + ?').run(size, kept.length)
    this.#addMessages(mailbox, kept)
    this.#addKeywords(mailbox, kept)
  }

  #addMessages(mailbox: number, kept: readonly (readonly [number, KnownMessage])[]): void {
    const insert = this.#database.prepareArrays('INSERT INTO message (mailbox, uid, flags, mod_seq, internal_date, size, content, save_date, zone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    for (const [uid, { sha256, flags, modSeq, internalDate, zone, saveDate }] of kept) {
      const content = this.#contents.get(sha256)
      if (!content) continue
      content.uses++
      insert.run(mailbox, uid, flags, modSeq, internalDate, content.size, content.id, saveDate, zone)
    }
  }

  #addKeywords(mailbox: number, kept: readonly (readonly [number, KnownMessage])[]): void {
    const uses = new Map<string, { readonly spelling: string; count: number }>()
    for (const [, { flags }] of kept) {
      for (const spelling of keywordsOf(flags.split(' ').filter((flag) => flag !== ''))) {
        const use = uses.get(spelling.toLowerCase())
        if (use) use.count++
        else uses.set(spelling.toLowerCase(), { spelling, count: 1 })
      }
    }
    for (const [lower, { spelling, count }] of uses) this.#database.prepareArrays('INSERT INTO keyword VALUES (?, ?, ?, ?)').run(mailbox, lower, spelling, count)
  }

  #addRest({ lastUidValidity, subscriptions, annotations, seen }: KnownState, sequence: number): void {
    const run = (sql: string, ...values: readonly (string | number | Uint8Array)[]): void => void this.#database.prepareArrays(sql).run(...values)
    run('UPDATE account SET last_uid_validity = ?, sequence = ?', lastUidValidity, sequence)
    for (const name of subscriptions) run('INSERT INTO subscription VALUES (?)', name)
    for (const { uidValidity, reader, name, value } of annotations.values()) {
      run('INSERT INTO annotation SELECT id, ?, ?, ? FROM mailbox WHERE uid_validity = ?', reader, name, value, uidValidity)
      if (uidValidity === 0) run('INSERT INTO annotation VALUES (0, ?, ?, ?)', reader, name, value)
    }
    for (const { uidValidity, reader, stretch, modSeq, runs } of seen.values()) {
      run('INSERT INTO seen SELECT id, ?, ?, ?, ? FROM mailbox WHERE uid_validity = ?', reader, stretch, modSeq, runs, uidValidity)
    }
    this.#database.prepareArrays(`INSERT INTO uid_run ${RUNS_OF_MESSAGES}`).run()
    const use = this.#database.prepareArrays('UPDATE content SET uses = ? WHERE id = ?')
    for (const { id, uses } of this.#contents.values()) use.run(uses, id)
  }
}
