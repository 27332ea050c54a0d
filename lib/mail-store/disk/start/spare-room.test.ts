import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { appendSubjects, mailboxOf, problem } from '../../contract/scenario.ts'
import { openDiskStores } from '../disk-stores.ts'
import { isDamage } from '../repair/read-database.ts'
import { giveSpare, giveSpareWhenFull, keepSpare, SPARE_FILE } from './spare-room.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-spare-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const spare = (): string => join(directory, SPARE_FILE)

test('room is kept once the disk is about to be full, and not before', () => {
  keepSpare(directory, 0)
  assert.equal(existsSync(spare()), false)
  keepSpare(directory, Infinity)
  assert.deepEqual([statSync(spare()).size, statSync(spare()).mode & 0o777], [4 * 1024 * 1024, 0o600])
  assert.equal(giveSpareWhenFull(directory), false, 'there is room without it')
  assert.deepEqual([giveSpare(directory), existsSync(spare()), giveSpare(directory)], [true, false, false])
})

/** A disk that has no octet left but for what is kept: the first write of an opening finds none. */
const full = (): void => {
  if (existsSync(spare())) throw Object.assign(new Error('database or disk is full'), { errcode: 4874 })
}

test('an account is opened on a full disk with what was kept for it; without that its owner is told, and nothing is made anew', async () => {
  const roomy = await openDiskStores(directory, { machineStart: 'first' })
  await appendSubjects(await mailboxOf(await roomy.of('alice'), 'INBOX'), 'one', 'two')
  await roomy.close()
  writeFileSync(spare(), 'x')
  const stores = await openDiskStores(directory, { machineStart: 'second', crashPoint: full })
  assert.equal((await mailboxOf(await stores.of('alice'), 'INBOX')).name, 'INBOX')
  assert.equal(existsSync(spare()), false)
  await stores.close()
  const bare = await openDiskStores(directory, { machineStart: 'third', crashPoint: () => { throw Object.assign(new Error('disk I/O error'), { errcode: 4874 }) } })
  await assert.rejects(bare.of('alice'), problem('no-space'))
  await bare.close()
  assert.deepEqual(readdirSync(join(directory, 'alice')).filter((name) => name.startsWith('damaged')), [])
})

test('a disk that is full, or fails to write, says nothing of a database; one that fails to read does', () => {
  const damaged = (errcode: number): boolean => isDamage(Object.assign(new Error('disk I/O error'), { errcode }))
  // SQLITE_IOERR_SHMSIZE, _WRITE, _FSYNC, _LOCK, SQLITE_FULL, SQLITE_CANTOPEN
  assert.deepEqual([4874, 778, 1034, 3850, 13, 14].filter(damaged), [])
  // SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_IOERR_READ, _SHORT_READ
  assert.deepEqual([11, 26, 266, 522].filter(damaged), [11, 26, 266, 522])
})
