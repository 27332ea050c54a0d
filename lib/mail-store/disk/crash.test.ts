import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { closeSync, cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { openSqlite } from '#lib/storage/sqlite.ts'
import { appendSubjects, contentOf, mailboxOf, message, messagesOf, several } from '../contract/scenario.ts'
import type { MailStore } from '../mail-store.ts'
import type { DiskMailStore } from './disk-mail-store.ts'
import { openDiskStores } from './disk-stores.ts'
import { MIGRATIONS } from './rows/schema.ts'
import { SHARED_SEEN } from '../shared-seen.ts'
import { verifyAccount } from './verify-account.ts'

const uids = (...numbers: readonly number[]): readonly Uid[] => numbers as readonly Uid[]

/** Everything that a client could see of an account. */
async function stateOf(store: MailStore): Promise<unknown> {
  const names = (await store.mailboxes()).map(({ name }) => name).sort()
  const mailboxes = names.map(async (name) => {
    const mailbox = await mailboxOf(store, name)
    const contents = (await mailbox.uids()).map(async (uid) => createHash('sha256').update(await contentOf(mailbox, uid)).digest('hex'))
    return { name, status: await mailbox.status(), messages: await messagesOf(mailbox, undefined, ['envelope']), contents: await Promise.all(contents), read: await messagesOf(mailbox.readBy('bob')), changes: await mailbox.changesSince(1n as never) }
  })
  return { mailboxes: await Promise.all(mailboxes), quota: await store.quota(), subscriptions: await store.subscriptions() }
}

async function prepare(store: MailStore): Promise<void> {
  const [inbox, other] = [await mailboxOf(store, 'INBOX'), await store.create('Other', '\\Archive')]
  await store.create('Other/Below')
  await store.setQuota('Other', { storage: 10_000_000 })
  await inbox.append(several(message('Subject: a\r\n\r\na', { flags: ['Red'] }), message(Buffer.alloc(150_000, 'b')), message('c', { flags: ['\\Deleted'] }), message(Buffer.alloc(70_000, 'd'), { flags: ['\\Deleted'] })))
  await appendSubjects(other, 'e', 'f')
  await inbox.readBy('bob').changeFlags(uids(1, 4), { operation: 'add', flags: ['\\Seen'] })
}

const CHANGES: Readonly<Record<string, (store: MailStore) => Promise<unknown>>> = {
  append: async (store) => (await mailboxOf(store, 'INBOX')).append(several(message('new', { flags: ['Blue', '\\Seen'] }))),
  'append of several, small and large': async (store) =>
    (await mailboxOf(store, 'INBOX')).append(several(message('one'), message(Buffer.alloc(200_000, '2'), { chunk: 60_000 }), message('three'), message(Buffer.alloc(70_000, '4')))),
  copy: async (store) => (await mailboxOf(store, 'INBOX')).copy(uids(2, 1), await mailboxOf(store, 'Other')),
  move: async (store) => (await mailboxOf(store, 'INBOX')).move(uids(1, 2, 4), await mailboxOf(store, 'Other')),
  replacement: async (store) => (await mailboxOf(store, 'INBOX')).replace(1 as Uid, several(message('new', { flags: ['Blue'] })), await mailboxOf(store, 'INBOX')),
  'replacement in another mailbox': async (store) => (await mailboxOf(store, 'INBOX')).replace(4 as Uid, several(message(Buffer.alloc(90_000, 'n'))), await mailboxOf(store, 'Other')),
  'change of flags': async (store) => (await mailboxOf(store, 'INBOX')).changeFlags(uids(1, 2, 3), { operation: 'add', flags: ['\\Seen', 'Green'] }),
  'reading by somebody else': async (store) => (await mailboxOf(store, 'INBOX')).readBy('bob').changeFlags(uids(1, 2, 3), { operation: 'replace', flags: ['\\Seen', 'Green'] }),
  'append by somebody else': async (store) => (await mailboxOf(store, 'INBOX')).readBy('bob').append(several(message('new', { flags: ['Blue', '\\Seen'] }))),
  'sharing of what is seen': async (store) => (await mailboxOf(store, 'INBOX')).annotations.set(new Map([[SHARED_SEEN, Buffer.from('true')]])),
  'expunge and the freeing of content': async (store) => {
    await (await mailboxOf(store, 'INBOX')).expunge(uids(3, 4))
    await (store as DiskMailStore).sweep()
  },
  creation: (store) => store.create('New', '\\Sent'),
  rename: (store) => store.rename('Other', 'Else/Where'),
  'rename out of a quota root': (store) => store.rename('Other/Below', 'Above'),
  'a move into another quota root': async (store) => (await mailboxOf(store, 'INBOX')).move(uids(1, 2), await mailboxOf(store, 'Other/Below')),
  'limits of a quota root': (store) => store.setQuota('Other', { messages: 99 }),
  'rename of INBOX': (store) => store.rename('INBOX', 'Old'),
  removal: (store) => store.remove('Other'),
  subscription: (store) => store.subscribe('Other'),
}

for (const [name, change] of Object.entries(CHANGES)) {
  test(`a kill at any moment of ${name} leaves before or after`, async () => {
    const root = mkdtempSync(join(tmpdir(), 'postern-crash-'))
    const directory = join(root, 'live')
    const snapshots: string[] = []
    let isArmed = false
    const crashPoint = (point: string): void => {
      if (!isArmed) return
      const snapshot = join(root, `${snapshots.length} ${point}`)
      cpSync(directory, snapshot, { recursive: true })
      snapshots.push(snapshot)
    }
    const stores = await openDiskStores(directory, { crashPoint, now: () => 1_700_000_000_000 })
    try {
      const store = await stores.of('alice')
      await prepare(store)
      const before = await stateOf(store)
      isArmed = true
      await change(store)
      crashPoint('answered')
      isArmed = false
      const after = await stateOf(store)
      assert.notDeepEqual(after, before)
      assert.ok(snapshots.length >= 3, 'there are moments between the writes')
      const seen = await Promise.all(snapshots.map((snapshot) => reopened(snapshot, { before, after })))
      assert.deepEqual([seen[0], seen.at(-1)], ['before', 'after'])
      assert.deepEqual(seen, [...seen].sort().reverse(), 'what was durable stays so')
    } finally {
      await stores.close()
      rmSync(root, { recursive: true, force: true })
    }
  })
}

for (const name of ['append', 'append of several, small and large', 'append by somebody else', 'replacement']) {
  test(`a power cut at any moment of ${name} that takes what has not been synced of its content leaves what was before`, async () => {
    const root = mkdtempSync(join(tmpdir(), 'postern-cut-'))
    const directory = join(root, 'live')
    const packIn = (folder: string): string => join(folder, 'alice', 'content', 'pack-1')
    const snapshots: string[] = []
    let synced: Buffer | undefined
    let isWritten = false
    const crashPoint = (point: string): void => {
      if (!synced) return
      if (point === 'pack synced') synced = readFileSync(packIn(directory))
      isWritten = point === 'pack written' || (isWritten && point !== 'pack synced')
      if (!isWritten) return
      const snapshot = join(root, `${snapshots.length} ${point}`)
      cpSync(directory, snapshot, { recursive: true })
      writeFileSync(packIn(snapshot), synced)
      snapshots.push(snapshot)
    }
    const stores = await openDiskStores(directory, { crashPoint, machineStart: 'Monday' })
    try {
      const store = await stores.of('alice')
      await prepare(store)
      const before = await messagesIn(store)
      synced = readFileSync(packIn(directory))
      await CHANGES[name]?.(store)
      synced = undefined
      assert.ok(snapshots.length > 0, 'there are moments between the writing and the sync')
      for (const snapshot of snapshots) {
        const again = await openDiskStores(snapshot, { machineStart: 'Tuesday' })
        const state = await messagesIn(await again.of('alice'))
        await again.close()
        assert.deepEqual(state, before, snapshot)
        assert.deepEqual(await verifyAccount(join(snapshot, 'alice')), [], snapshot)
      }
    } finally {
      await stores.close()
      rmSync(root, { recursive: true, force: true })
    }
  })
}

/** What is in the mailboxes, without the numbers that a power cut makes jump. */
async function messagesIn(store: MailStore): Promise<unknown> {
  const names = (await store.mailboxes()).map(({ name }) => name).sort()
  const mailboxes = names.map(async (name) => {
    const mailbox = await mailboxOf(store, name)
    const metas = await messagesOf(mailbox)
    return { name, messages: await Promise.all(metas.map(async ({ uid, flags, size }) => ({ uid, flags, size, octets: (await contentOf(mailbox, uid)).length }))) }
  })
  return { mailboxes: await Promise.all(mailboxes), quota: await store.quota() }
}

async function reopened(snapshot: string, { before, after }: { before: unknown; after: unknown }): Promise<'before' | 'after'> {
  const stores = await openDiskStores(snapshot, { now: () => 1_700_000_000_000 })
  try {
    const store = (await stores.of('alice')) as DiskMailStore
    const state = await stateOf(store)
    const isBefore = isSame(state, before)
    if (!isBefore) assert.deepEqual(state, after, snapshot)
    const inbox = await mailboxOf(store, 'INBOX')
    const { uidNext } = await inbox.status()
    assert.deepEqual(await appendSubjects(inbox, 'afterwards'), [uidNext])
    await store.sweep()
    return isBefore ? 'before' : 'after'
  } finally {
    await stores.close()
    assert.deepEqual(await verifyAccount(join(snapshot, 'alice')), [], snapshot)
  }
}

function isSame(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b)
    return true
  } catch {
    return false
  }
}

test('verifying tells what is damaged', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'postern-crash-'))
  const stores = await openDiskStores(directory)
  await prepare(await stores.of('alice'))
  await stores.close()
  const folder = join(directory, 'alice')
  assert.deepEqual(await verifyAccount(folder), [])
  const database = openSqlite(join(folder, 'mail.db'), { migrations: MIGRATIONS })
  const pack = openSync(join(folder, 'content', 'pack-1'), 'r+')
  writeSync(pack, 'x', 70)
  closeSync(pack)
  database.prepare('UPDATE mailbox SET unseen = unseen + 1').run()
  const [file] = database.prepareArrays('SELECT file FROM content WHERE file IS NOT NULL ORDER BY id').get() ?? []
  database.close()
  rmSync(join(folder, 'content', String(file)))
  assert.deepEqual(await verifyAccount(folder), ['a mailbox miscounts the unseen', 'content 2 cannot be read', 'content 1 cannot be read'])
  rmSync(directory, { recursive: true, force: true })
})
