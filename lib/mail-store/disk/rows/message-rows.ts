import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import type { SqlValue } from '#lib/storage/sqlite.ts'
import type { DigestField, MessageField, MessageFields, MessageMeta, StoredMessage, UidRun } from '../../mail-store.ts'
import { isMetaField } from '../../message-fields.ts'
import { uidsOfRuns } from '../../uid-runs.ts'
import type { AccountDatabase, Columns } from '../account-database.ts'
import type { Steps } from '../commits/steps.ts'
import { FIELD_COLUMNS } from './digest-columns.ts'
import { readRuns } from './uid-run-rows.ts'

/** A row of `message`, with the content that it names. */
export interface MessageRow {
  readonly meta: MessageMeta
  readonly content: number
}

type Written = { -readonly [Field in keyof StoredMessage]: StoredMessage[Field] }

/** Rows of one query: long enough that its cost is spread, short enough that others get their turn. */
export const BATCH = 250

/** Numbers of one query, likewise. */
const PIECE = 1000

/** Reading neighbours that nobody asked for is cheaper than asking for each row, up to this factor. */
const DENSE = 3

const META_COLUMNS = 'm.uid, m.flags, m.mod_seq, m.internal_date, m.size, m.save_date, m.zone'
const META_COUNT = 7

type MetaField = Exclude<keyof MessageMeta, 'uid'>

/** How each of what comes with a message is read by itself. */
const META_FIELDS: Readonly<Record<MetaField, { readonly column: string; readonly read: (target: Written, value: SqlValue | undefined, database: AccountDatabase) => void }>> = {
  flags: { column: 'm.flags', read: (target, value, database) => void (target.flags = database.flags(value as string)) },
  modSeq: { column: 'm.mod_seq', read: (target, value) => void (target.modSeq = BigInt(value as number) as ModSeq) },
  internalDate: { column: 'm.internal_date', read: (target, value) => void (target.internalDate = value as number) },
  size: { column: 'm.size', read: (target, value) => void (target.size = value as number) },
  saveDate: { column: 'm.save_date', read: (target, value) => void (target.saveDate = value as number) },
  zone: { column: 'm.zone', read: (target, value) => void (target.zone = value as number) },
}

/** Those of at most BATCH ascending UIDs that exist, with the fields of their digest. */
export function readMessages(database: AccountDatabase, mailbox: number, uids: readonly Uid[], fields: readonly DigestField[]): readonly StoredMessage[] {
  const places = fields.map((field) => FIELD_COLUMNS[field])
  const select = selection([META_COLUMNS], fields)
  return readColumns(database, select, mailbox, uids).map((row) => {
    const message = toMeta(database, row) as StoredMessage
    let at = META_COUNT
    for (const { columns, read } of places) {
      read(message, row, at)
      at += columns.length
    }
    return message
  })
}

/** The same with nothing of each but its UID and what is asked for: a column takes as long to read as a row without any. */
export function readFields<Field extends MessageField>(database: AccountDatabase, mailbox: number, uids: readonly Uid[], fields: readonly Field[]): readonly MessageFields<Field>[] {
  const meta = fields.filter((field): field is Field & MetaField => isMetaField(field))
  const digest = fields.filter((field): field is Field & DigestField => !isMetaField(field))
  const places = digest.map((field) => FIELD_COLUMNS[field])
  const select = selection(['m.uid', ...meta.map((field) => META_FIELDS[field].column)], digest)
  return readColumns(database, select, mailbox, uids).map((row) => {
    const message = { uid: row[0] as Uid } as StoredMessage
    let at = 1
    for (const field of meta) META_FIELDS[field].read(message, row[at++], database)
    for (const { columns, read } of places) {
      read(message, row, at)
      at += columns.length
    }
    return message
  })
}

/** All rows among the ascending UIDs. */
export function* readRows(database: AccountDatabase, mailbox: number, uids: readonly Uid[]): Steps<readonly MessageRow[]> {
  const rows: MessageRow[] = []
  const select = `SELECT ${META_COLUMNS}, m.content FROM message m`
  for (let start = 0; start < uids.length; start += BATCH) {
    for (const row of readColumns(database, select, mailbox, uids.slice(start, start + BATCH))) {
      rows.push({ meta: toMeta(database, row), content: row[META_COUNT] as number })
    }
    yield
  }
  return rows
}

/** What has a greater modSeq, ascending by UID; what changes while it is read is there once, as it was last. */
export function* readChangedSince(database: AccountDatabase, mailbox: number, modSeq: ModSeq): Steps<readonly MessageMeta[]> {
  const select = `SELECT ${META_COLUMNS} FROM message m WHERE m.mailbox = ? AND (m.mod_seq, m.uid) > (?, ?) ORDER BY m.mod_seq, m.uid LIMIT ${BATCH}`
  const changed = new Map<Uid, MessageMeta>()
  for (let [since, uid, found] = [modSeq as bigint, Number.MAX_SAFE_INTEGER, BATCH]; found === BATCH; ) {
    const rows = database.sql(select).all(mailbox, since, uid).map((row) => toMeta(database, row))
    for (const meta of rows) changed.set(meta.uid, meta)
    found = rows.length
    const last = rows.at(-1)
    if (last) [since, uid] = [last.modSeq, last.uid]
    yield
  }
  return [...changed.values()].sort((one, other) => one.uid - other.uid)
}

/** UIDs that have gone at a greater modSeq, ascending; all that are not there, where it is not known when they went. */
export function* readVanishedSince(database: AccountDatabase, mailbox: number, modSeq: ModSeq): Steps<readonly Uid[]> {
  const [forgotten, uidNext] = database.sql('SELECT forgotten, uid_next FROM mailbox WHERE id = ?').get(mailbox) as readonly [number, number]
  if (modSeq < forgotten) return gapsBetween(readRuns(database, mailbox), uidNext)
  const vanished: Uid[] = []
  for (let [since, uid, found] = [Number(modSeq), Number.MAX_SAFE_INTEGER, PIECE]; found === PIECE; ) {
    const rows = database.sql(`SELECT mod_seq, uid FROM vanished WHERE mailbox = ? AND (mod_seq, uid) > (?, ?) ORDER BY mod_seq, uid LIMIT ${PIECE}`).all(mailbox, since, uid)
    for (const row of rows) vanished.push(row[1] as Uid)
    found = rows.length
    ;[since, uid] = (rows.at(-1) ?? []) as [number, number]
    yield
  }
  return vanished.sort((a, b) => a - b)
}

/** The UIDs below `uidNext` that are in none of the runs. */
function gapsBetween(runs: readonly UidRun[], uidNext: number): readonly Uid[] {
  const gaps = runs.map(({ first }, index) => ({ first: ((runs[index - 1]?.last ?? 0) + 1) as Uid, last: (first - 1) as Uid }))
  return uidsOfRuns([...gaps, { first: ((runs.at(-1)?.last ?? 0) + 1) as Uid, last: (uidNext - 1) as Uid }])
}

function selection(meta: readonly string[], fields: readonly DigestField[]): string {
  const tables = [...new Set(fields.map((field) => FIELD_COLUMNS[field].table))]
  const columns = fields.flatMap((field) => FIELD_COLUMNS[field].columns.map((column) => `${FIELD_COLUMNS[field].table}.${column}`))
  // CROSS JOIN keeps SQLite from starting anywhere else than at the messages.
  const joins = tables.map((table) => ` CROSS JOIN ${table} ON ${table}.${table === 'content' ? 'id' : 'content'} = m.content`)
  return `SELECT ${[...meta, ...columns].join(', ')} FROM message m${joins.join('')}`
}

function readColumns(database: AccountDatabase, select: string, mailbox: number, uids: readonly Uid[]): readonly Columns[] {
  const [first, last] = [uids[0], uids.at(-1)]
  if (first === undefined || last === undefined) return []
  const span = last - first + 1
  if (span > uids.length * DENSE) return readEach(database, select, mailbox, uids)
  const rows = database.sql(`${select} WHERE m.mailbox = ? AND m.uid BETWEEN ? AND ? ORDER BY m.uid`).all(mailbox, first, last)
  if (span === uids.length) return rows
  const wanted = new Set<number>(uids)
  return rows.filter((row) => wanted.has(row[0] as number))
}

function readEach(database: AccountDatabase, select: string, mailbox: number, uids: readonly Uid[]): readonly Columns[] {
  if (uids.length === 1) return database.sql(`${select} WHERE m.mailbox = ? AND m.uid = ?`).all(mailbox, uids[0] as Uid)
  return database.sql(`${select} WHERE m.mailbox = ? AND m.uid IN (SELECT value FROM json_each(?)) ORDER BY m.uid`).all(mailbox, JSON.stringify(uids))
}

function toMeta(database: AccountDatabase, row: Columns): MessageMeta {
  return {
    uid: row[0] as Uid,
    flags: database.flags(row[1] as string),
    modSeq: BigInt(row[2] as number) as ModSeq,
    internalDate: row[3] as number,
    size: row[4] as number,
    saveDate: row[5] as number,
    zone: row[6] as number,
  }
}
