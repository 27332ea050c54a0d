import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openSqlite, type SqliteDatabase } from '#lib/storage/sqlite.ts'
import { ContentFiles } from './content/content-files.ts'
import { contentOfFile } from './content/content-name.ts'
import { ContentPacks, packName } from './content/content-packs.ts'
import { readEnds } from './journal/journal-end.ts'
import { JOURNAL } from './journal/journal.ts'
import { MIGRATIONS, RUNS_OF_MESSAGES } from './rows/schema.ts'

/** What must yield no row; each with the sentence that it proves wrong. */
const LAWS: readonly (readonly [string, string])[] = [
  ['a message names content that is not there', 'SELECT 1 FROM message WHERE content NOT IN (SELECT id FROM content)'],
  ['a message is not as large as its content', 'SELECT 1 FROM message m JOIN content c ON c.id = m.content WHERE m.size <> c.size'],
  ['content is not used as often as it says', 'SELECT 1 FROM content c WHERE uses <> (SELECT count(*) FROM message m WHERE m.content = c.id)'],
  ['content does not lie in one place', 'SELECT 1 FROM content WHERE (file IS NOT NULL) + (pack IS NOT NULL) + (id IN (SELECT content FROM body)) <> 1'],
  ['content has no digest', 'SELECT 1 FROM content WHERE id NOT IN (SELECT content FROM envelope NATURAL JOIN structure NATURAL JOIN search_keys NATURAL JOIN header)'],
  ['a digest belongs to nothing', 'SELECT 1 FROM (SELECT content FROM envelope UNION SELECT content FROM structure UNION SELECT content FROM search_keys UNION SELECT content FROM header UNION SELECT content FROM body) WHERE content NOT IN (SELECT id FROM content)'],
  ['a message belongs to no mailbox', 'SELECT 1 FROM message WHERE mailbox NOT IN (SELECT id FROM mailbox)'],
  ['an annotation belongs to no mailbox', 'SELECT 1 FROM annotation WHERE mailbox <> 0 AND mailbox NOT IN (SELECT id FROM mailbox)'],
  ['what a reader has seen belongs to no mailbox', 'SELECT 1 FROM seen s LEFT JOIN mailbox b ON b.id = s.mailbox WHERE b.id IS NULL OR s.mod_seq > b.mod_seq'],
  ['a UID is not below UIDNEXT', 'SELECT 1 FROM message m JOIN mailbox b ON b.id = m.mailbox WHERE m.uid >= b.uid_next OR m.mod_seq > b.mod_seq'],
  ['an expunged UID is still there', 'SELECT 1 FROM vanished v JOIN message m ON m.mailbox = v.mailbox AND m.uid = v.uid'],
  ['a UID vanished twice', 'SELECT 1 FROM vanished GROUP BY mailbox, uid HAVING count(*) > 1'],
  ['the runs of UIDs are not those of the messages', `SELECT 1 FROM (SELECT mailbox, first, last FROM (${RUNS_OF_MESSAGES}) EXCEPT SELECT mailbox, first, last FROM uid_run) UNION ALL SELECT 1 FROM (SELECT mailbox, first, last FROM uid_run EXCEPT ${RUNS_OF_MESSAGES})`],
  ['a mailbox miscounts its messages', 'SELECT 1 FROM mailbox b WHERE messages <> (SELECT count(*) FROM message WHERE mailbox = b.id) OR size <> (SELECT coalesce(sum(size), 0) FROM message WHERE mailbox = b.id)'],
  ['a mailbox miscounts the unseen', `SELECT 1 FROM mailbox b WHERE unseen <> (SELECT count(*) FROM message WHERE mailbox = b.id AND ' ' || flags || ' ' NOT LIKE '% \\Seen %')`],
  ['a mailbox miscounts the deleted', `SELECT 1 FROM mailbox b WHERE deleted <> (SELECT count(*) FROM message WHERE mailbox = b.id AND ' ' || flags || ' ' LIKE '% \\Deleted %')`],
  ['the account miscounts its octets', 'SELECT 1 FROM account WHERE used <> (SELECT coalesce(sum(size), 0) FROM message)'],
  ['the account miscounts its messages', 'SELECT 1 FROM account WHERE messages <> (SELECT count(*) FROM message)'],
  ['a UIDVALIDITY is beyond the last one given', 'SELECT 1 FROM mailbox WHERE uid_validity > (SELECT last_uid_validity FROM account)'],
]

/** Sentences about everything that is wrong in an account's folder, its checksums included; none when all is well. Nobody may write to it meanwhile. */
export async function verifyAccount(folder: string): Promise<readonly string[]> {
  const database = openSqlite(join(folder, 'mail.db'), { migrations: MIGRATIONS })
  try {
    const damage = database.prepareArrays('PRAGMA integrity_check').all().map((row) => String(row[0])).filter((line) => line !== 'ok')
    const sequence = database.prepareArrays('SELECT sequence FROM account').get()?.[0] as number
    if (journalSequence(folder) > sequence) damage.push('the database has lost what the journal knows')
    const broken = LAWS.filter(([, query]) => database.prepare(query).get() !== undefined).map(([sentence]) => sentence)
    return [...damage, ...broken, ...(await wrongContents(database, join(folder, 'content')))]
  } finally {
    database.close()
  }
}

function journalSequence(folder: string): number {
  const path = join(folder, JOURNAL)
  if (!existsSync(path)) return 0
  const handle = openSync(path, 'r')
  try {
    return readEnds(handle)[0]?.sequence ?? 0
  } finally {
    closeSync(handle)
  }
}

interface ContentRow {
  readonly id: number
  readonly size: number
  readonly sha256: Uint8Array
  readonly file: string | null
  readonly pack: number | null
  readonly place: number
}

async function wrongContents(database: SqliteDatabase, folder: string): Promise<readonly string[]> {
  const files = new ContentFiles(folder, () => undefined)
  const packs = new ContentPacks(folder, () => undefined)
  const wrong: string[] = []
  const rows = database.prepare('SELECT id, size, sha256, file, pack, place FROM content ORDER BY pack, place').all() as readonly unknown[] as readonly ContentRow[]
  const named = new Set(rows.map(({ file, pack }) => file ?? (pack === null ? null : packName(pack))))
  for (const file of await readdir(folder)) if (!named.has(contentOfFile(file)) && file !== packName(packs.current)) wrong.push('a file belongs to no message')
  const bodies = database.prepareArrays('SELECT octets FROM body WHERE content = ?')
  const octetsOf = ({ id, size, file, pack, place }: ContentRow): AsyncIterable<Uint8Array> | Iterable<Uint8Array> => {
    if (file !== null) return files.read(file, 0, size)
    return [pack === null ? (bodies.get(id)?.[0] as Uint8Array) : packs.read({ pack, place }, size).octets]
  }
  for (const row of rows) {
    const found = await measure(() => octetsOf(row)).catch(() => undefined) // whatever the reason, it cannot be read
    const isWhole = found?.sha256.equals(row.sha256) && found.size === row.size && (row.file === null || (await files.size(row.file)) === row.size)
    if (!isWhole) wrong.push(found ? `content ${row.id} is damaged` : `content ${row.id} cannot be read`)
  }
  await packs.close()
  return wrong
}

async function measure(read: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<{ readonly size: number; readonly sha256: Buffer }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of read()) {
    hash.update(chunk)
    size += chunk.length
  }
  return { size, sha256: hash.digest() }
}
