import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { MessageDigest } from '#lib/mime/digest.ts'
import type { ReadOctets } from '#lib/mime/searchable-text.ts'
import { openSqlite, type SqliteDatabase, type SqliteStatement, type SqlValue } from '#lib/storage/sqlite.ts'
import type { StoredMessage } from '../../mail-store.ts'
import { CONTENT_FOLDER, DATABASE } from '../account-database.ts'
import { ContentFiles } from '../content/content-files.ts'
import { packName } from '../content/content-packs.ts'
import { isWhole, readRecord, RECORD_HEADER } from '../content/pack-record.ts'
import { FIELD_COLUMNS } from '../rows/digest-columns.ts'
import { MIGRATIONS } from '../rows/schema.ts'

/** A content to be indexed. */
export interface FoundContent {
  readonly content: number
  readonly sha256: Uint8Array
  /** Undefined where a part of it is missing. */
  readonly digest: Pick<MessageDigest, 'keys' | 'header' | 'parts'> | undefined
}

const FIELDS = (['header', 'parts', 'keys'] as const).map((field) => FIELD_COLUMNS[field])
const COLUMNS = FIELDS.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`))
const ABOVE = `SELECT content.id, content.sha256, ${COLUMNS.join(', ')} FROM content LEFT JOIN header ON header.content = content.id
  LEFT JOIN structure ON structure.content = content.id LEFT JOIN search_keys ON search_keys.content = content.id
  WHERE content.id > ? ORDER BY content.id LIMIT ?`

/** Reads the contents of an account while others write to it, in a thread of its own; writes nothing. */
export class ContentReader {
  readonly #folder: string
  readonly #database: SqliteDatabase
  readonly #files: ContentFiles
  readonly #above: SqliteStatement<readonly SqlValue[]>
  readonly #place: SqliteStatement<readonly SqlValue[]>

  constructor(folder: string) {
    this.#folder = join(folder, CONTENT_FOLDER)
    this.#database = openSqlite(join(folder, DATABASE), { migrations: MIGRATIONS, readOnly: true })
    this.#files = new ContentFiles(this.#folder, () => undefined)
    this.#above = this.#database.prepareArrays(ABOVE)
    this.#place = this.#database.prepareArrays('SELECT size, file, pack, place FROM content WHERE id = ?')
  }

  /** The next contents, ascending. */
  above(content: number, count: number): readonly FoundContent[] {
    return this.#above.all(content, count).map((row) => {
      const target: { -readonly [Field in keyof StoredMessage]?: StoredMessage[Field] } = {}
      let at = 2
      for (const { columns, read } of FIELDS) {
        if (row[at] !== null) read(target, row, at)
        at += columns.length
      }
      const { header, parts, keys } = target
      return { content: row[0] as number, sha256: row[1] as Uint8Array, digest: header && parts && keys ? { header, parts, keys } : undefined }
    })
  }

  /** The octets of a content. Throws where they cannot be read: they may be on their way to another place. */
  octets(content: number): ReadOctets {
    const row = this.#place.get(content) as readonly [number, string | null, number | null, number] | undefined
    if (!row) throw new Error('The content has gone')
    const [size, file, pack, place] = row
    if (file !== null) return ({ start, end }) => this.#files.read(file, start, Math.min(end, size))
    const octets = pack === null ? this.#stored(content) : readPacked(join(this.#folder, packName(pack)), place)
    return async function* ({ start, end }) {
      if (start < Math.min(end, size)) yield octets.subarray(start, end)
    }
  }

  close(): void {
    this.#database.close()
  }

  #stored(content: number): Uint8Array {
    const octets = this.#database.prepareArrays('SELECT octets FROM body WHERE content = ?').get(content)?.[0]
    if (!(octets instanceof Uint8Array)) throw new Error('The content has gone')
    return octets
  }
}

function readPacked(path: string, place: number): Uint8Array {
  const handle = openSync(path, 'r')
  try {
    const head = Buffer.alloc(RECORD_HEADER)
    readSync(handle, head, 0, RECORD_HEADER, place)
    const record = readRecord(head, 0)
    if (!record || place + RECORD_HEADER + record.size > fstatSync(handle).size) throw new Error('The content cannot be read')
    const octets = Buffer.allocUnsafeSlow(record.size)
    for (let at = 0, more = 1; at < record.size && more > 0; at += more) more = readSync(handle, octets, at, record.size - at, place + RECORD_HEADER + at)
    if (!isWhole(record, octets)) throw new Error('The content cannot be read')
    return octets
  } finally {
    closeSync(handle)
  }
}
