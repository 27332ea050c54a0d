import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { isDiskFull, openSqlite } from './sqlite.ts'
import { CONTRACT_MIGRATIONS as MIGRATIONS, storageContract } from './storage-contract.ts'
import { openStorage } from './storage.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-storage-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

storageContract('SQLite', async () => {
  const file = join(folder, 'a', 'b.db')
  return { open: (migrations) => openStorage(file, migrations) }
})

test('files are for their owner only', async () => {
  const file = join(folder, 'private', 'note.db')
  const storage = await openStorage(file, MIGRATIONS)
  await storage.run('INSERT INTO note VALUES (1, ?, NULL)', ['x'])
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(`${file}-wal`).mode & 0o777, 0o600)
  assert.equal(statSync(join(folder, 'private')).mode & 0o777, 0o700)
  await storage.close()
})

test('a migration that fails leaves the one before it; a newer schema is left alone', () => {
  const file = join(folder, 'note.db')
  openSqlite(file, { migrations: MIGRATIONS }).close()
  const broken = [...MIGRATIONS, 'CREATE TABLE extra (id INTEGER); INSERT INTO nowhere VALUES (1)']
  assert.throws(() => openSqlite(file, { migrations: broken }), /nowhere/)
  const next = [...MIGRATIONS, "CREATE TABLE extra (id INTEGER); INSERT INTO note VALUES (5, 'second', NULL)"]
  for (const _ of [1, 2]) {
    const database = openSqlite(file, { migrations: next })
    assert.deepEqual(database.prepareArrays('SELECT id, text FROM note').all(), [[5, 'second']])
    database.close()
  }
  assert.throws(() => openSqlite(file, { migrations: MIGRATIONS }), /newer version/)
  assert.throws(() => openSqlite(file, { migrations: [...next, 'SELECT 1'], readOnly: true }), /up to date/)
})

test('an upgrade keeps what was there, of the last version only', () => {
  const file = join(folder, 'note.db')
  const open = (migrations: readonly string[]): ReturnType<typeof openSqlite> => openSqlite(file, { migrations })
  const first = open(MIGRATIONS)
  first.prepare("INSERT INTO note VALUES (1, 'kept', NULL)").run()
  first.close()
  const copies = (): readonly string[] => readdirSync(folder).filter((name) => name.includes('.version-'))
  assert.deepEqual(copies(), [])
  open([...MIGRATIONS, 'DELETE FROM note']).close()
  assert.deepEqual(copies(), [`note.db.version-${MIGRATIONS.length}`])
  assert.equal(statSync(join(folder, `note.db.version-${MIGRATIONS.length}`)).mode & 0o777, 0o600)
  const older = openSqlite(join(folder, `note.db.version-${MIGRATIONS.length}`), { migrations: MIGRATIONS })
  assert.deepEqual(older.prepareArrays('SELECT text FROM note').all(), [['kept']])
  older.close()
  open([...MIGRATIONS, 'DELETE FROM note', 'SELECT 1']).close()
  assert.deepEqual(copies().filter((name) => !/-(wal|shm)$/.test(name)), [`note.db.version-${MIGRATIONS.length + 1}`])
})

test('a commit reaches the disk before it returns', () => {
  const database = openSqlite(join(folder, 'note.db'), { migrations: MIGRATIONS })
  assert.deepEqual(database.prepareArrays('PRAGMA journal_mode').get(), ['wal'])
  assert.deepEqual(database.prepareArrays('PRAGMA synchronous').get(), [2])
  assert.deepEqual(database.prepareArrays('PRAGMA foreign_keys').get(), [1])
  assert.throws(() => database.transaction(() => {
    database.prepare("INSERT INTO note VALUES (1, 'x', NULL)").run()
    throw new Error('stop')
  }), /stop/)
  assert.equal(database.prepare('SELECT * FROM note').get(), undefined)
  database.close()
})

test('a full disk is told apart from other errors', () => {
  for (const code of ['ENOSPC', '53100']) assert.equal(isDiskFull(Object.assign(new Error('x'), { code })), true)
  const database = openSqlite(join(folder, 'note.db'), { migrations: MIGRATIONS })
  database.prepare('PRAGMA max_page_count = 4').get()
  const insert = database.prepare('INSERT INTO note (text) VALUES (?)')
  assert.throws(() => insert.run('x'.repeat(100_000)), (error) => isDiskFull(error))
  assert.throws(() => insert.run(null), (error) => !isDiskFull(error))
  database.close()
})
