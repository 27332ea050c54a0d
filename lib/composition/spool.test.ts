import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, test } from 'node:test'
import { Spool } from './spool.ts'

let folder = ''
let spool: Spool
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-spool-'))
  spool = new Spool(join(folder, 'spool'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

const names = (): string[] => readdirSync(join(folder, 'spool'))

test('a file comes back as it was written, for its owner only', async () => {
  const { id, size } = await spool.write(chunks('one', '', 'two'))
  assert.equal(size, 6)
  assert.equal((await buffer(spool.read(id))).toString(), 'onetwo')
  assert.equal(statSync(spool.path(id)).mode & 0o777, 0o600)
  assert.equal(statSync(join(folder, 'spool')).mode & 0o777, 0o700)
})

test('at the limit it is kept, one octet beyond nothing is left', async () => {
  assert.equal((await spool.write(chunks('abc', 'de'), 5)).size, 5)
  await assert.rejects(spool.write(chunks('abc', 'def'), 5), { failure: 'too-large' })
  assert.equal(names().length, 1)
})

test('an upload that breaks off leaves nothing', async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half')
    throw new Error('connection lost')
  }
  await assert.rejects(spool.write(broken()), /connection lost/)
  assert.deepEqual(names(), [])
})

test('what is written ahead can be read at once, and is kept a little later', async () => {
  const { id, size, kept } = await spool.writeAhead(chunks('one', 'two'))
  assert.equal((await buffer(spool.read(id))).toString(), 'onetwo')
  await kept
  assert.deepEqual([size, names()], [6, [id]])
  await assert.rejects(spool.writeAhead(chunks('abc', 'def'), 5), { failure: 'too-large' })
  assert.deepEqual(names(), [id])
})

test('no name leads out of the folder', () => {
  for (const name of ['../../etc/passwd', '/etc/passwd', '', '.', 'a'.repeat(23), `${'a'.repeat(21)}/`]) {
    assert.throws(() => spool.path(name), RangeError, name)
  }
})

test('a duplicate lives on when the first is removed', async () => {
  const { id } = await spool.write(chunks('text'))
  const copy = await spool.duplicate(id)
  await spool.remove([id])
  assert.equal((await buffer(spool.read(copy))).toString(), 'text')
})

test('only what nobody knows and nobody touched lately is swept', async () => {
  const known = await spool.write(chunks('known'))
  const lost = await spool.write(chunks('lost'))
  assert.equal(await spool.sweep(new Set([known.id]), 60_000), 0)
  assert.equal(await spool.sweep(new Set([known.id]), 60_000, Date.now() + 61_000), 1)
  assert.deepEqual(names(), [known.id])
  await spool.remove([lost.id]) // removing what has gone is no mistake
})
