import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Storage } from './storage.ts'

export const CONTRACT_MIGRATIONS = ['CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, bytes BLOB) STRICT']

/** A place that is empty at first, to be opened more than once. */
export interface StoragePlace {
  open(migrations: readonly string[]): Promise<Storage>
}

/** What every Storage promises. */
export function storageContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`storage in ${name}`, () => {
    const opened = async (): Promise<Storage> => (await makePlace()).open(CONTRACT_MIGRATIONS)
    valueTests(opened)
    callTests(opened)
    markTest(makePlace)
    migrationTest(makePlace)
  })
}

function valueTests(opened: () => Promise<Storage>): void {
  test('values come back as they went in', async () => {
    const storage = await opened()
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    await storage.run('INSERT INTO note VALUES (?, ?, ?)', [1n, 'naïve "?" \\ \' 𝔘', bytes])
    await storage.run('INSERT INTO note (id, text) VALUES (?, ?)', [Number.MAX_SAFE_INTEGER, ''])
    const rows = await storage.all("SELECT id, text, bytes, '?' AS mark FROM note WHERE id > ? ORDER BY id", [0])
    assert.equal(rows[0]?.['id'], 1)
    assert.equal(rows[0]['text'], 'naïve "?" \\ \' 𝔘')
    assert.equal(rows[0]['mark'], '?')
    assert.deepEqual(new Uint8Array(rows[0]['bytes'] as Uint8Array), bytes)
    assert.deepEqual({ ...rows[1] }, { id: Number.MAX_SAFE_INTEGER, text: '', bytes: null, mark: '?' })
    assert.deepEqual({ ...(await storage.get('SELECT count(*) AS many, max(id) AS largest FROM note')) }, { many: 2, largest: Number.MAX_SAFE_INTEGER })
    assert.equal(await storage.get('SELECT 1 FROM note WHERE id = ?', [9]), undefined)
    assert.deepEqual(await storage.run('DELETE FROM note'), { changes: 2 })
    await storage.close()
  })

  test('a number that no number can hold is an error, and the next call works', async () => {
    const storage = await opened()
    await storage.run('INSERT INTO note (id, text) VALUES (?, ?)', [2n ** 60n, 'x'])
    await assert.rejects(storage.all('SELECT id FROM note'), RangeError)
    assert.equal((await storage.get('SELECT text FROM note'))?.['text'], 'x')
    await storage.close()
  })

  test('texts are ordered by their octets; a row without a number gets one', async () => {
    const storage = await opened()
    for (const text of ['b', 'a', 'B', 'ä', '_']) await storage.run('INSERT INTO note (text) VALUES (?)', [text])
    assert.deepEqual((await storage.all('SELECT text FROM note ORDER BY text')).map((row) => row['text']), ['B', '_', 'a', 'b', 'ä'])
    assert.equal(new Set((await storage.all('SELECT id FROM note')).map((row) => row['id'])).size, 5)
    await storage.close()
  })
}

function markTest(makePlace: () => Promise<StoragePlace>): void {
  test('the mark is another one as soon as anybody has changed anything, and stays the same meanwhile', async () => {
    const place = await makePlace()
    const [one, other] = [await place.open(CONTRACT_MIGRATIONS), await place.open(CONTRACT_MIGRATIONS)]
    let before = one.mark()
    const isNew = (): boolean => before !== (before = one.mark()) || before === undefined
    await one.get('SELECT 1')
    assert.ok(before === undefined || before === one.mark())
    await one.run("INSERT INTO note (text) VALUES ('a')")
    assert.ok(isNew(), 'a change of its own')
    await one.transaction(async (tx) => {
      await tx.run("INSERT INTO note (text) VALUES ('b')")
      isNew()
    })
    assert.ok(isNew(), 'a transaction of its own')
    await other.run("INSERT INTO note (text) VALUES ('c')")
    assert.ok(isNew(), 'a change of another process')
    assert.ok(before === undefined || before === one.mark())
    await Promise.all([one.close(), other.close()])
  })
}

function callTests(opened: () => Promise<Storage>): void {
  test('a transaction is all or nothing, and others wait for it', async () => {
    const storage = await opened()
    const order: string[] = []
    const failing = storage.transaction(async (tx) => {
      await tx.run('INSERT INTO note (id, text) VALUES (1, ?)', ['lost'])
      await new Promise((resolve) => setImmediate(resolve))
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
    assert.equal(await storage.transaction(async (tx) => (await tx.run('INSERT INTO note (id, text) VALUES (1, ?)', ['kept'])).changes), 1)
    assert.equal((await storage.get('SELECT text FROM note'))?.['text'], 'kept')
    await storage.close()
  })

  test('using the outer storage inside a transaction is an error, not a hang', async () => {
    const storage = await opened()
    await assert.rejects(storage.transaction(() => storage.get('SELECT 1')), /only its own/)
    await assert.rejects(storage.transaction((tx) => tx.transaction(async () => 1)), /do not nest/)
    let kept: Storage | undefined
    await storage.transaction(async (tx) => {
      kept = tx
    })
    await assert.rejects(async () => kept?.get('SELECT 1'), /has ended/)
    await storage.close()
    await storage.close()
    await assert.rejects(storage.get('SELECT 1'), /closed/)
  })

  test('a bad statement does not stop the ones behind it', async () => {
    const storage = await opened()
    const bad = storage.run('INSERT INTO nowhere VALUES (1)')
    const good = storage.get('SELECT 7 AS seven')
    await assert.rejects(bad)
    assert.equal((await good)?.['seven'], 7)
    await storage.close()
  })
}

function migrationTest(makePlace: () => Promise<StoragePlace>): void {
  test('migrations run once, in order, each whole, whoever comes first', async () => {
    const place = await makePlace()
    await (await place.open(CONTRACT_MIGRATIONS)).close()
    await assert.rejects(place.open([...CONTRACT_MIGRATIONS, 'CREATE TABLE extra (id INTEGER); INSERT INTO nowhere VALUES (1)']), /nowhere/)
    const next = [...CONTRACT_MIGRATIONS, "CREATE TABLE extra (id INTEGER); INSERT INTO note VALUES (5, 'second', NULL)", 'ALTER TABLE note ADD COLUMN colour TEXT']
    const both = await Promise.all([place.open(next), place.open(next)])
    for (const storage of both) {
      assert.deepEqual((await storage.all('SELECT * FROM note')).map((row) => ({ ...row })), [{ id: 5, text: 'second', bytes: null, colour: null }])
      await storage.close()
    }
    await assert.rejects(place.open(CONTRACT_MIGRATIONS), /newer version/)
  })
}
