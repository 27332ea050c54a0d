import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqlite, type SqliteDatabase, type SqlValue } from '#lib/storage/sqlite.ts'
import { DATABASE } from '../account-database.ts'
import type { JournalRecord } from '../journal/journal-line.ts'
import { MIGRATIONS } from '../rows/schema.ts'

/** Rows of one query, so that a damaged page costs no more than its neighbours. */
const PIECE = 100

export interface OldDatabase {
  readonly sequence: number
  /** Every page and every index is as it should be. */
  readonly isSound: boolean
  records(): Iterable<JournalRecord>
  /** Contents that older versions have stored in the database itself. */
  bodies(): Iterable<Uint8Array>
  close(): void
}

/** The database of that folder as far as it can be read; undefined when it cannot be opened. Throws for one of a newer version. */
export function openOldDatabase(folder: string): OldDatabase | undefined {
  if (!existsSync(join(folder, DATABASE))) return undefined
  let database: SqliteDatabase
  try {
    database = openSqlite(join(folder, DATABASE), { migrations: MIGRATIONS })
  } catch (error) {
    if (isDamage(error)) return undefined
    throw error
  }
  const sequence = readable(() => database.prepareArrays('SELECT sequence FROM account').get()?.[0] as number) ?? 0
  const isSound = readable(() => database.prepareArrays('PRAGMA integrity_check(1)').get()?.[0]) === 'ok'
  return { sequence, isSound, records: () => records(database), bodies: () => bodies(database), close: () => database.close() }
}

/** SQLite's ways to say that a file is not as it wrote it: error, corrupt, not a database. */
const DAMAGE: ReadonlySet<number> = new Set([1, 11, 26])
/** And that it cannot be read: read, short read, checksum, corrupt file system. An I/O error of another kind says nothing of the file: a full disk makes one. */
const UNREADABLE: ReadonlySet<number> = new Set([266, 522, 8202, 8458])

/** True when the error says that a database file is damaged. */
export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error)) return false
  const code = error.errcode as number
  return DAMAGE.has(code & 0xff) || UNREADABLE.has(code)
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isDamage(error)) return undefined
    throw error
  }
}

type Columns = readonly SqlValue[]

/** The rows of a query that takes a lower and an upper bound of whole numbers; what lies on damaged pages is missing. */
function* pieces(database: SqliteDatabase, sql: string, most: number): Generator<Columns> {
  for (let first = 1; first <= most; first += PIECE) {
    const query = (from: number, to: number): readonly Columns[] | undefined => readable(() => database.prepareArrays(sql).all(from, to))
    const rows = query(first, first + PIECE - 1)
    if (rows) yield* rows
    else for (let one = first; one < first + PIECE; one++) yield* query(one, one) ?? []
  }
}

function* records(database: SqliteDatabase): Generator<JournalRecord> {
  const all = (sql: string): readonly Columns[] => readable(() => database.prepareArrays(sql).all()) ?? []
  const last = readable(() => database.prepareArrays('SELECT last_uid_validity FROM account').get()?.[0])
  if (typeof last === 'number') yield ['account', last]
  const mailboxes = all('SELECT id, uid_validity, name, special_use, uid_next, mod_seq, quota, message_quota FROM mailbox') as readonly (readonly [number, number, string, string | null, number, number, number | null, number | null])[]
  for (const [id, uidValidity, name, specialUse, uidNext, modSeq, ...limits] of mailboxes) {
    yield ['mailbox', uidValidity, name, specialUse, uidNext, modSeq, ...limits]
    const select = `SELECT m.uid, hex(c.sha256), m.flags, m.internal_date, m.save_date, m.mod_seq, m.zone FROM message m CROSS JOIN content c ON c.id = m.content WHERE m.mailbox = ${id} AND m.uid BETWEEN ? AND ?`
    for (const row of pieces(database, select, uidNext)) {
      const [uid, sha256, ...rest] = row as readonly [number, string, string, number, number, number, number]
      yield ['message', uidValidity, uid, sha256.toLowerCase(), ...rest]
    }
  }
  for (const [name] of all('SELECT name FROM subscription')) yield ['subscribed', name as string]
  for (const row of all('SELECT coalesce(b.uid_validity, 0), a.reader, a.name, a.value FROM annotation a LEFT JOIN mailbox b ON b.id = a.mailbox')) {
    const [uidValidity, reader, name, value] = row as readonly [number, string, string, Uint8Array]
    yield ['annotation', uidValidity, reader, name, Buffer.from(value).toString('base64')]
  }
  for (const row of all('SELECT b.uid_validity, s.reader, s.stretch, s.mod_seq, s.runs FROM seen s JOIN mailbox b ON b.id = s.mailbox')) {
    yield ['seen', ...(row as readonly [number, string, number, number, string])]
  }
}

function* bodies(database: SqliteDatabase): Generator<Uint8Array> {
  const most = readable(() => database.prepareArrays('SELECT max(content) FROM body').get()?.[0])
  for (const [octets] of pieces(database, 'SELECT octets FROM body WHERE content BETWEEN ? AND ?', typeof most === 'number' ? most : 0)) yield octets as Uint8Array
}
