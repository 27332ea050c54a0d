import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { openCompositions, type OpenCompositions } from '../composition-store.ts'
import type { NewFileLink } from './file-link-store.ts'

const [ALICE, MALLORY] = ['account of alice', 'account of mallory']
const NEW: NewFileLink = { id: 'a'.repeat(22), name: 'film.mp4', size: 100, site: 'default', until: 5_000, most: 2 }

let folder = ''
let now = 1_000
let open: OpenCompositions
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-file-links-'))
  now = 1_000
  open = await openCompositions(join(folder, 'compositions.sqlite'), () => now)
})
afterEach(async () => {
  await open.store.shutDown()
  rmSync(folder, { recursive: true, force: true })
})

test('a link is found by its token and by nothing that looks like one; its owner alone lists it and takes it back', async () => {
  const { fileLinks } = open
  const link = await fileLinks.add(ALICE, NEW, 100)
  assert.match(link.token, /^[A-Za-z0-9_-]{32}$/)
  assert.deepEqual(await fileLinks.open(link.token), link)
  for (const token of ['', 'f'.repeat(32), `${link.token}x`, link.token.slice(1), '%', `${link.token}' OR '1'='1`]) assert.equal(await fileLinks.open(token), undefined, token)
  assert.deepEqual([await fileLinks.list(MALLORY), await fileLinks.find(MALLORY, link.id), await fileLinks.remove(MALLORY, link.id)], [[], undefined, undefined])
  assert.deepEqual(await fileLinks.list(ALICE), [link])
  assert.deepEqual(await fileLinks.remove(ALICE, link.id), link)
  assert.deepEqual([await fileLinks.open(link.token), await fileLinks.list(ALICE)], [undefined, []])
})

test('two links of the same file have nothing in common that could be guessed', async () => {
  const tokens = new Set<string>()
  for (const name of 'bcdefg') tokens.add((await open.fileLinks.add(ALICE, { ...NEW, id: name.repeat(22) }, 1_000)).token)
  assert.equal(tokens.size, 6)
})

test('all of one person’s fit into their quota, to the octet; those that have ended take no space', async () => {
  const { fileLinks } = open
  await fileLinks.add(ALICE, NEW, 150)
  const second = { ...NEW, id: 'b'.repeat(22), size: 50 }
  await assert.rejects(fileLinks.add(ALICE, { ...second, size: 51 }, 150), { failure: 'over-quota' })
  await fileLinks.add(ALICE, second, 150)
  await fileLinks.add(MALLORY, { ...NEW, id: 'c'.repeat(22) }, 150)
  assert.equal(await fileLinks.stored(ALICE), 150)
  now = 5_000
  assert.equal(await fileLinks.stored(ALICE), 0)
})

test('a link ends to the millisecond, and its file is known to nobody then', async () => {
  const link = await open.fileLinks.add(ALICE, NEW, 100)
  now = 4_999
  assert.ok(await open.fileLinks.open(link.token))
  assert.ok((await open.store.expire(1, 1)).has(link.id))
  now = 5_000
  assert.equal(await open.fileLinks.open(link.token), undefined)
  assert.equal((await open.store.expire(1, 1)).has(link.id), false)
})

test('octets that left are counted, and no more leave than its downloads; what did not leave is given back', async () => {
  const { fileLinks } = open
  const { id } = await fileLinks.add(ALICE, NEW, 100)
  const shown = async () => (await fileLinks.list(ALICE))[0]?.downloads
  assert.deepEqual([await fileLinks.charge(id, 100), await shown()], [true, 1])
  const both = await Promise.all([fileLinks.charge(id, 100), fileLinks.charge(id, 100)])
  assert.deepEqual([both.filter(Boolean).length, await shown()], [1, 2])
  assert.equal(await fileLinks.charge(id, 1), false)
  await fileLinks.refund(id, 40)
  assert.deepEqual([await fileLinks.charge(id, 41), await fileLinks.charge(id, 40)], [false, true])
})
