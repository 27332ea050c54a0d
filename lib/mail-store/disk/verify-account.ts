import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { openSqlite, type SqliteDatabase } from '#lib/storage/sqlite.ts'
import { ContentFiles } from './content/content-files.ts'
import { MIGRATIONS } from './rows/schema.ts'

/** What must yield no row; each with the sentence that it proves wrong. */
const LAWS: readonly (readonly [string, string])[] = [
  ['a message names content that is not there', 'SELECT 1 FROM message WHERE content NOT IN (SELECT id FROM content)'],
  ['a message is not as large as its content', 'SELECT 1 FROM message m JOIN content c ON c.id = m.content WHERE m.size <> c.size'],
  ['content is not used as often as it says', 'SELECT 1 FROM content c WHERE uses <> (SELECT count(*) FROM message m WHERE m.content = c.id)'],
  ['content lies neither in the database nor in a file', 'SELECT 1 FROM content WHERE (file IS NULL) <> (id IN (SELECT content FROM body))'],
  ['content has no digest', 'SELECT 1 FROM content WHERE id NOT IN (SELECT content FROM envelope NATURAL JOIN structure NATURAL JOIN search_keys NATURAL JOIN header)'],
  ['a digest belongs to nothing', 'SELECT 1 FROM (SELECT content FROM envelope UNION SELECT content FROM structure UNION SELECT content FROM search_keys UNION SELECT content FROM header UNION SELECT content FROM body) WHERE content NOT IN (SELECT id FROM content)'],
  ['a message belongs to no mailbox', 'SELECT 1 FROM message WHERE mailbox NOT IN (SELECT id FROM mailbox)'],
  ['an annotation belongs to no mailbox', 'SELECT 1 FROM annotation WHERE mailbox <> 0 AND mailbox NOT IN (SELECT id FROM mailbox)'],
  ['a UID is not below UIDNEXT', 'SELECT 1 FROM message m JOIN mailbox b ON b.id = m.mailbox WHERE m.uid >= b.uid_next OR m.mod_seq > b.mod_seq'],
  ['an expunged UID is still there', 'SELECT 1 FROM vanished v JOIN message m ON m.mailbox = v.mailbox AND m.uid = v.uid'],
  ['a UID vanished twice', 'SELECT 1 FROM vanished GROUP BY mailbox, uid HAVING count(*) > 1'],
  ['a mailbox miscounts its messages', 'SELECT 1 FROM mailbox b WHERE messages <> (SELECT count(*) FROM message WHERE mailbox = b.id) OR size <> (SELECT coalesce(sum(size), 0) FROM message WHERE mailbox = b.id)'],
  ['a mailbox miscounts the unseen', `SELECT 1 FROM mailbox b WHERE unseen <> (SELECT count(*) FROM message WHERE mailbox = b.id AND ' ' || flags || ' ' NOT LIKE '% \\Seen %')`],
  ['a mailbox miscounts the deleted', `SELECT 1 FROM mailbox b WHERE deleted <> (SELECT count(*) FROM message WHERE mailbox = b.id AND ' ' || flags || ' ' LIKE '% \\Deleted %')`],
  ['the account miscounts its octets', 'SELECT 1 FROM account WHERE used <> (SELECT coalesce(sum(size), 0) FROM message)'],
  ['a UIDVALIDITY is beyond the last one given', 'SELECT 1 FROM mailbox WHERE uid_validity > (SELECT last_uid_validity FROM account)'],
]

/** Sentences about everything that is wrong in an account's folder, its checksums included; none when all is well. Nobody may write to it meanwhile. */
export async function verifyAccount(folder: string): Promise<readonly string[]> {
  const database = openSqlite(join(folder, 'mail.db'), { migrations: MIGRATIONS })
  try {
    const damage = database.prepareArrays('PRAGMA integrity_check').all().map((row) => String(row[0])).filter((line) => line !== 'ok')
    const broken = LAWS.filter(([, query]) => database.prepare(query).get() !== undefined).map(([sentence]) => sentence)
    return [...damage, ...broken, ...(await wrongContents(database, join(folder, 'content')))]
  } finally {
    database.close()
  }
}

async function wrongContents(database: SqliteDatabase, folder: string): Promise<readonly string[]> {
  const files = new ContentFiles(folder, () => undefined)
  const octetsOf = database.prepareArrays('SELECT octets FROM body WHERE content = ?')
  const wrong: string[] = []
  const rows = database.prepareArrays('SELECT id, size, sha256, file FROM content').all() as readonly (readonly [number, number, Uint8Array, string | null])[]
  const named = new Set(rows.map(([, , , file]) => file))
  for (const file of await readdir(folder)) if (!named.has(file)) wrong.push('a file belongs to no message')
  for (const [id, size, sha256, file] of rows) {
    const octets = file === null ? [(octetsOf.get(id)?.[0] as Uint8Array | undefined) ?? new Uint8Array(0)] : files.read(file, 0, size)
    const found = await measure(octets).catch(() => undefined) // whatever the reason, it cannot be read
    const isWhole = found?.sha256.equals(sha256) && found.size === size && (file === null || (await stat(join(folder, file))).size === size)
    if (!isWhole) wrong.push(found ? `content ${id} is damaged` : `content ${id} cannot be read`)
  }
  return wrong
}

async function measure(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<{ readonly size: number; readonly sha256: Buffer }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of chunks) {
    hash.update(chunk)
    size += chunk.length
  }
  return { size, sha256: hash.digest() }
}
