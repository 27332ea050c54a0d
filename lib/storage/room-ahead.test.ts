import assert from 'node:assert/strict'
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeRoomAhead } from './room-ahead.ts'
import { openSqlite } from './sqlite.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

async function withFolder(task: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-room-'))
  try {
    await task(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('a file gets as much room as it is long, 256 KB at most; where there is none to be had it stays as it is', () =>
  withFolder((folder) => {
    const path = join(folder, 'file')
    const handle = openSync(path, 'w+')
    writeSync(handle, Buffer.alloc(5000, 1))
    assert.equal(makeRoomAhead(handle, 5000), 10_000)
    assert.equal(fstatSync(handle).size, 10_000)
    assert.equal(makeRoomAhead(handle, 1_000_000), 1_000_000 + 256 * 1024)
    closeSync(handle)
    const readOnly = openSync(path, 'r')
    assert.equal(makeRoomAhead(readOnly, 7000), 7000)
    closeSync(readOnly)
  }))

test('a log has room ahead of its commits, which most of them use without making it longer, and is read as if there was none', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'some.db')
    const database = openSqlite(file, { migrations: ['CREATE TABLE word (text TEXT)'], syncs: 'by-caller' })
    const log = new WriteAheadLog(file)
    const lengths = new Set<number>()
    for (let count = 0; count < 100; count++) {
      database.prepare('INSERT INTO word VALUES (?)').run(`word ${count}`)
      await log.sync()
      lengths.add(statSync(`${file}-wal`).size)
    }
    assert.ok(lengths.size < 20, `${lengths.size} lengths`)
    const other = openSqlite(file, { migrations: ['CREATE TABLE word (text TEXT)'], readOnly: true })
    assert.deepEqual(other.prepareArrays('SELECT count(*) FROM word').get(), [100])
    other.close()
    database.close()
    await log.close()
  }))
