import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { UPLOAD_LIFE } from './composition-limits.ts'
import { openCompositions } from './composition-store.ts'
import { Spool } from './spool.ts'

test('an upload that does not go on is forgotten when its life is over, and its file goes from the disk; a piece makes it live on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'postern-upload-life-'))
  let now = 1_000
  const { store, uploads } = await openCompositions(join(folder, 'compositions.sqlite'), () => now)
  const spool = new Spool(join(folder, 'spool'))
  try {
    const { id: composition } = await store.begin('alice', { kind: 'new', from: 'a@b.test', to: '', cc: '', bcc: '', replyTo: '', subject: '', body: '', priority: 'normal', reports: 'none', followUp: 'none', headers: '', copyTo: '', format: 'text', html: '', quotation: 'none', inReplyTo: '', references: [] })
    const [left, goingOn] = [await spool.begin(), await spool.begin()]
    for (const id of [left, goingOn]) await uploads.begin('alice', { id, composition, name: 'a', mediaType: 'a/b', size: 9, modified: 1, asLink: id === left })
    const sweep = async () => spool.sweep(await store.expire(1e12, 1e12), 0, Date.now() + 1)
    now += UPLOAD_LIFE
    assert.equal(await sweep(), 0)
    await uploads.record('alice', goingOn, 3)
    now += 1
    assert.equal(await sweep(), 1)
    assert.deepEqual([readdirSync(join(folder, 'spool')), await uploads.find('alice', composition, left)], [[goingOn], undefined])
  } finally {
    await store.shutDown()
    rmSync(folder, { recursive: true, force: true })
  }
})
