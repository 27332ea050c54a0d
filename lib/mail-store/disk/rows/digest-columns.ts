import type { MessageDigest, PartExtent, SearchKeys } from '#lib/mime/digest.ts'
import type { SqliteDatabase, SqlValue } from '#lib/storage/sqlite.ts'
import type { DigestField, StoredMessage } from '../../mail-store.ts'
import { emailIdOf } from '../../object-id.ts'
import { readAddresses, writeAddresses } from './address-column.ts'

type Columns = readonly SqlValue[]
type Written = { -readonly [Field in keyof StoredMessage]?: StoredMessage[Field] }

/** How one field of the digest is read: its table, its columns, and what they become. */
interface FieldColumns {
  readonly table: 'envelope' | 'structure' | 'search_keys' | 'header' | 'content'
  readonly columns: readonly string[]
  readonly read: (target: Written, row: Columns, at: number) => void
}

const KEY_COLUMNS = ['subject', 'base_subject', 'from_list', 'to_list', 'cc_list', 'bcc_list', 'message_id', 'in_reply_to', 'message_references', 'sent_date', 'sent_day']

const INSERT_KEYS = `INSERT INTO search_keys (content, ${KEY_COLUMNS.join(', ')}) VALUES (?${', ?'.repeat(KEY_COLUMNS.length)})`

/** References are message ids, and none of those holds a line feed. */
const BETWEEN_IDS = '\n'

export const FIELD_COLUMNS: Readonly<Record<DigestField, FieldColumns>> = {
  envelope: { table: 'envelope', columns: ['envelope'], read: (target, row, at) => void (target.envelope = row[at] as string) },
  preview: { table: 'envelope', columns: ['preview'], read: (target, row, at) => void (row[at] !== null && (target.preview = row[at] as string)) },
  emailId: { table: 'content', columns: ['sha256'], read: (target, row, at) => void (target.emailId = emailIdOf(row[at] as Uint8Array)) },
  bodyStructure: { table: 'structure', columns: ['body_structure'], read: (target, row, at) => void (target.bodyStructure = row[at] as string) },
  body: { table: 'structure', columns: ['body'], read: (target, row, at) => void (target.body = row[at] as string) },
  parts: { table: 'structure', columns: ['parts'], read: (target, row, at) => void (target.parts = JSON.parse(row[at] as string) as PartExtent[]) },
  header: { table: 'header', columns: ['octets'], read: (target, row, at) => void (target.header = row[at] as Uint8Array) },
  keys: { table: 'search_keys', columns: KEY_COLUMNS, read: (target, row, at) => void (target.keys = readKeys(row, at)) },
  subject: keyColumn('subject', (target, value) => void (target.subject = value as string)),
  baseSubject: keyColumn('base_subject', (target, value) => void (target.baseSubject = value as string)),
  from: keyColumn('from_list', (target, value) => void (target.from = readAddresses(value as string))),
  to: keyColumn('to_list', (target, value) => void (target.to = readAddresses(value as string))),
  cc: keyColumn('cc_list', (target, value) => void (target.cc = readAddresses(value as string))),
  bcc: keyColumn('bcc_list', (target, value) => void (target.bcc = readAddresses(value as string))),
  messageId: keyColumn('message_id', (target, value) => void (target.messageId = value as string)),
  inReplyTo: keyColumn('in_reply_to', (target, value) => void (target.inReplyTo = value as string)),
  references: keyColumn('message_references', (target, value) => void (target.references = readReferences(value as string))),
  sentDate: keyColumn('sent_date', (target, value) => void (value !== null && (target.sentDate = value as number))),
  sentDay: keyColumn('sent_day', (target, value) => void (value !== null && (target.sentDay = value as string))),
}

function keyColumn(column: string, read: (target: Written, value: SqlValue | undefined) => void): FieldColumns {
  return { table: 'search_keys', columns: [column], read: (target, row, at) => read(target, row[at]) }
}

function readKeys(row: Columns, at: number): SearchKeys {
  const keys: { -readonly [Key in keyof SearchKeys]: SearchKeys[Key] } = {
    subject: row[at] as string,
    baseSubject: row[at + 1] as string,
    from: readAddresses(row[at + 2] as string),
    to: readAddresses(row[at + 3] as string),
    cc: readAddresses(row[at + 4] as string),
    bcc: readAddresses(row[at + 5] as string),
    messageId: row[at + 6] as string,
    inReplyTo: row[at + 7] as string,
    references: readReferences(row[at + 8] as string),
  }
  if (row[at + 9] !== null) keys.sentDate = row[at + 9] as number
  if (row[at + 10] !== null) keys.sentDay = row[at + 10] as string
  return keys
}

function readReferences(text: string): readonly string[] {
  return text === '' ? [] : text.split(BETWEEN_IDS)
}

/** Writes a digest under its content's id. */
export function digestWriter(database: SqliteDatabase): (content: number, digest: MessageDigest) => void {
  const envelope = database.prepare('INSERT INTO envelope (content, envelope, preview) VALUES (?, ?, ?)')
  const structure = database.prepare('INSERT INTO structure VALUES (?, ?, ?, ?)')
  const header = database.prepare('INSERT INTO header VALUES (?, ?)')
  const keys = database.prepare(INSERT_KEYS)
  return (content, digest) => {
    envelope.run(content, digest.envelope, digest.preview)
    structure.run(content, digest.bodyStructure, digest.body, JSON.stringify(digest.parts))
    header.run(content, digest.header)
    keys.run(content, ...keyValues(digest.keys))
  }
}

function keyValues(keys: SearchKeys): readonly SqlValue[] {
  const lists = [keys.from, keys.to, keys.cc, keys.bcc].map(writeAddresses)
  const references = keys.references.map((id) => id.replaceAll(BETWEEN_IDS, ' ')).filter((id) => id !== '').join(BETWEEN_IDS)
  return [keys.subject, keys.baseSubject, ...lists, keys.messageId, keys.inReplyTo, references, keys.sentDate ?? null, keys.sentDay ?? null]
}

/** Writes what newer versions know of a content that older ones have digested. */
export function digestRefresher(database: SqliteDatabase): (content: number, digest: MessageDigest) => void {
  const envelope = database.prepare('UPDATE envelope SET preview = ? WHERE content = ?')
  const structure = database.prepare('UPDATE structure SET parts = ? WHERE content = ?')
  return (content, digest) => {
    envelope.run(digest.preview, content)
    structure.run(JSON.stringify(digest.parts), content)
  }
}
