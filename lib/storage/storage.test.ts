import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { isDiskFull, openSqlite } from './sqlite.ts'
import { openStorage } from './storage.ts'

const MIGRATIONS = ['CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, bytes BLOB) STRICT']

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-storage-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('values come back as they went in', async () => {
  const storage = await openStorage(join(folder, 'a', 'b.db'), MIGRATIONS)
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
  await storage.run('INSERT INTO note VALUES (?, ?, ?)', [1n, 'naïve \u0000 𝔘', bytes])
  await storage.run('INSERT INTO note VALUES (?, ?, ?)', [2, '', null])
  const rows = await storage.all('SELECT * FROM note ORDER BY id')
  assert.equal(rows[0]?.['id'], 1)
  assert.equal(rows[0]['text'], 'naïve \u0000 𝔘')
  assert.deepEqual(new Uint8Array(rows[0]['bytes'] as Uint8Array), bytes)
  assert.equal(rows[1]?.['bytes'], null)
  assert.equal(await storage.get('SELECT 1 FROM note WHERE id = 9'), undefined)
  assert.deepEqual(await storage.run('DELETE FROM note'), { changes: 2 })
  await storage.close()
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

test('a transaction is all or nothing, and others wait for it', async () => {
  const storage = await openStorage(join(folder, 'note.db'), MIGRATIONS)
  const order: string[] = []
  const failing = storage.transaction(async (tx) => {
    await tx.run('INSERT INTO note VALUES (1, ?, NULL)', ['lost'])
    await new Promise((resolve) => setTimeout(resolve, 20))
    order.push('failing')
    throw new Error('no')
  })
  const reading = storage.all('SELECT * FROM note').then((rows) => {
    order.push('reading')
    return rows
  })
  await assert.rejects(failing, /no/)
  assert.deepEqual(await reading, [])
  assert.deepEqual(order, ['failing', 'reading'])
  assert.equal(await storage.transaction(async (tx) => (await tx.run('INSERT INTO note VALUES (1, ?, NULL)', ['kept'])).changes), 1)
  assert.equal((await storage.get('SELECT text FROM note'))?.['text'], 'kept')
  await storage.close()
})

test('using the outer storage inside a transaction is an error, not a hang', async () => {
  const storage = await openStorage(join(folder, 'note.db'), MIGRATIONS)
  await assert.rejects(storage.transaction(() => storage.get('SELECT 1')), /only its own/)
  await assert.rejects(storage.transaction((tx) => tx.transaction(async () => 1)), /do not nest/)
  let kept: typeof storage | undefined
  await storage.transaction(async (tx) => {
    kept = tx
  })
  await assert.rejects(async () => kept?.get('SELECT 1'), /has ended/)
  await storage.close()
  await assert.rejects(storage.get('SELECT 1'), /closed/)
})

test('a bad statement does not stop the ones behind it', async () => {
  const storage = await openStorage(join(folder, 'note.db'), MIGRATIONS)
  const bad = storage.run('INSERT INTO nowhere VALUES (1)')
  const good = storage.get('SELECT 7 AS seven')
  await assert.rejects(bad)
  assert.equal((await good)?.['seven'], 7)
  await storage.close()
})

test('migrations run once, in order, each whole', () => {
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
  assert.equal(isDiskFull(Object.assign(new Error('x'), { code: 'ENOSPC' })), true)
  const database = openSqlite(join(folder, 'note.db'), { migrations: MIGRATIONS })
  database.prepare('PRAGMA max_page_count = 4').get()
  const insert = database.prepare('INSERT INTO note (text) VALUES (?)')
  assert.throws(() => insert.run('x'.repeat(100_000)), (error) => isDiskFull(error))
  assert.throws(() => insert.run(null), (error) => !isDiskFull(error))
  database.close()
})
