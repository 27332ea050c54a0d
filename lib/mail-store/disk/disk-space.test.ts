import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { appendSubjects, contentOf, mailboxOf, message, problem, several } from '../contract/scenario.ts'
import { accountFolder } from './account-folder.ts'
import type { DiskMailStore } from './disk-mail-store.ts'
import { openDiskStores } from './disk-stores.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-space-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('a full disk refuses messages, and goes on with everything else', async () => {
  const roomy = await openDiskStores(directory)
  await appendSubjects(await mailboxOf(await roomy.of('alice'), 'INBOX'), 'one', 'two')
  await roomy.close()
  const stores = await openDiskStores(directory, { reserve: Number.MAX_SAFE_INTEGER })
  const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
  let isAsked = false
  const content = async function* (): AsyncGenerator<Uint8Array> {
    isAsked = true
    yield new Uint8Array(1)
  }
  await assert.rejects(inbox.append(several({ ...message('x'), content })), problem('no-space'))
  assert.equal(isAsked, false)
  assert.match((await contentOf(inbox, 1 as Uid)).toString(), /one/)
  await inbox.changeFlags([1 as Uid], { operation: 'add', flags: ['\\Deleted'] })
  assert.deepEqual(await inbox.expunge([1 as Uid]), [1])
  await stores.close()
})

test('content is stored once, and freed with its last message', async () => {
  const stores = await openDiskStores(directory)
  const store = (await stores.of('alice')) as DiskMailStore
  const [inbox, other] = [await mailboxOf(store, 'INBOX'), await store.create('Other')]
  const files = (): readonly string[] => readdirSync(join(directory, 'alice', 'content')).filter((file) => !file.startsWith('pack-'))
  await inbox.append(several(message(Buffer.alloc(64 * 1024, 'a')), message(Buffer.alloc(64 * 1024 + 1, 'b'))))
  assert.equal(files().length, 1, 'what is small lies in a pack')
  await inbox.copy([1 as Uid, 2 as Uid], other)
  assert.equal(files().length, 1)
  await inbox.changeFlags([2 as Uid], { operation: 'add', flags: ['\\Deleted'] })
  await inbox.expunge([2 as Uid])
  await store.sweep()
  assert.equal(files().length, 1, 'the copy still names it')
  await store.remove('Other')
  await store.sweep()
  assert.deepEqual(files(), [])
  assert.equal((await contentOf(inbox, 1 as Uid)).length, 64 * 1024)
  await stores.close()
})

test('files are for their owner only', async () => {
  const stores = await openDiskStores(directory)
  await (await mailboxOf(await stores.of('alice'), 'INBOX')).append(several(message(Buffer.alloc(100_000))))
  const modes = readdirSync(directory, { recursive: true, withFileTypes: true }).map((entry) => statSync(join(entry.parentPath, entry.name)).mode & 0o077)
  assert.ok(modes.length >= 4)
  assert.ok(modes.every((mode) => mode === 0))
  await stores.close()
})

test('every account name has a folder of its own inside the directory', async () => {
  const names = ['alice', 'Alice', '..', '.', '', 'a/b', 'a\\b', 'a%2fb', '.hidden', 'ünïcode', 'x'.repeat(300), 'x'.repeat(301), 'nul\u0000', 'a.b', 'a+b@c']
  const folders = names.map(accountFolder)
  assert.equal(new Set(folders.map((folder) => folder.toLowerCase())).size, names.length)
  for (const folder of folders) assert.match(folder, /^[a-z0-9_+@%-][a-z0-9_+@%.-]{0,199}$/)
  const stores = await openDiskStores(directory)
  await stores.of('../outside')
  await stores.close()
  assert.equal(existsSync(join(directory, '..', 'outside')), false)
  assert.deepEqual(readdirSync(directory), [accountFolder('../outside')])
})

test('a very large message goes through without being held', async () => {
  const stores = await openDiskStores(directory)
  const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
  const chunk = Buffer.alloc(1024 * 1024, 'z')
  const count = 200
  const before = process.memoryUsage().rss
  let peak = 0
  const watch = (): void => {
    peak = Math.max(peak, process.memoryUsage().rss - before)
  }
  const content = async function* (): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < count; index++) {
      watch()
      yield chunk
    }
  }
  await inbox.append(several({ ...message('', { size: count * chunk.length }), content }))
  let read = 0
  for await (const octets of inbox.content(1 as Uid)) {
    read += octets.length
    watch()
  }
  assert.equal(read, count * chunk.length)
  assert.ok(peak < 100 * 1024 * 1024, `grew by ${peak} octets`)
  await stores.close()
})
