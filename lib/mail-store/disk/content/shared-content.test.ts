import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { contentOf, mailboxOf, message, messagesOf, several } from '../../contract/scenario.ts'
import type { NewMessage } from '../../mail-store.ts'
import { copyAccount } from '../backup/copy-account.ts'
import type { DiskMailStore } from '../disk-mail-store.ts'
import { openDiskStores, type DiskStores } from '../disk-stores.ts'
import { rebuildAccount } from '../repair/rebuild-account.ts'
import { StoreThreads } from '../threads/store-threads.ts'
import { verifyAccount } from '../verify-account.ts'

const PEOPLE = ['alice', 'bob', 'carol'] as const
const BODY = `Subject: to all\r\n\r\n${'large '.repeat(30_000)}`

async function withFolder(task: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-shared-'))
  try {
    await task(directory)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const textFor = (name: string): string => `Delivered-To: ${name}\r\n${BODY}`

function letterTo(name: string, token: object, body = BODY): NewMessage {
  const own = `Delivered-To: ${name}\r\n`
  return { ...message(own + body, { chunk: 10_000 }), common: { start: own.length, token } }
}

async function deliver(stores: DiskStores, name: string, token: object): Promise<void> {
  await (await mailboxOf(await stores.of(name), 'INBOX')).append(several(letterTo(name, token)))
}

async function removeAll(stores: DiskStores, name: string): Promise<void> {
  const store = (await stores.of(name)) as DiskMailStore
  const inbox = await mailboxOf(store, 'INBOX')
  await inbox.changeFlags(await inbox.uids(), { operation: 'add', flags: ['\\Deleted'] })
  await inbox.expunge(await inbox.uids())
  await store.sweep()
}

async function assertWhole(directory: string, stores: DiskStores, name: string): Promise<void> {
  const inbox = await mailboxOf(await stores.of(name), 'INBOX')
  for (const uid of await inbox.uids()) {
    assert.equal((await contentOf(inbox, uid)).toString(), textFor(name))
    assert.equal((await contentOf(inbox, uid, { start: 5, end: 40 })).toString(), textFor(name).slice(5, 40), 'across the seam')
  }
  assert.deepEqual((await messagesOf(inbox, undefined, ['keys'])).map(({ keys, size }) => [keys?.subject, size]), (await inbox.uids()).map(() => ['to all', textFor(name).length]))
  assert.deepEqual(await verifyAccount(join(directory, name)), [])
}

/** The file that holds what is common, of the one message of that account. */
function bodyOf(directory: string, name: string): string {
  const folder = join(directory, name, 'content')
  return join(folder, readdirSync(folder).find((file) => /^[0-9a-f]{32}\.\d+$/.test(file)) ?? 'none')
}

test('a large message that goes to several is stored once, and freed with the last who has it', () =>
  withFolder(async (directory) => {
    const stores = await openDiskStores(directory)
    const token = {}
    for (const name of PEOPLE) await deliver(stores, name, token)
    for (const name of PEOPLE) await assertWhole(directory, stores, name)
    const inodes = new Set(PEOPLE.map((name) => statSync(bodyOf(directory, name)).ino))
    assert.equal(inodes.size, 1)
    assert.equal(statSync(bodyOf(directory, 'carol')).nlink, 3)
    await removeAll(stores, 'alice')
    await stores.remove('bob')
    assert.equal(statSync(bodyOf(directory, 'carol')).nlink, 1)
    await assertWhole(directory, stores, 'carol')
    assert.deepEqual(readdirSync(join(directory, 'alice', 'content')), [], 'the octets of its own are gone, too')
    await stores.close()
  }))

test('whoever comes when the first has deleted it already gets a copy, which the next one shares', () =>
  withFolder(async (directory) => {
    const stores = await openDiskStores(directory)
    const token = {}
    await deliver(stores, 'alice', token)
    await removeAll(stores, 'alice')
    await deliver(stores, 'bob', token)
    await deliver(stores, 'carol', token)
    for (const name of ['bob', 'carol']) await assertWhole(directory, stores, name)
    assert.equal(statSync(bodyOf(directory, 'bob')).nlink, 2)
    await stores.close()
  }))

test('what is not the same after all is refused and leaves nothing', () =>
  withFolder(async (directory) => {
    const stores = await openDiskStores(directory)
    const token = {}
    await deliver(stores, 'alice', token)
    const inbox = await mailboxOf(await stores.of('bob'), 'INBOX')
    await assert.rejects(inbox.append(several(letterTo('bob', token, `${BODY}!`))))
    assert.deepEqual(readdirSync(join(directory, 'bob', 'content')), [])
    await assertWhole(directory, stores, 'alice')
    await stores.close()
  }))

test('a kill at any moment of a delivery to several leaves each message whole or not there, and the others untouched', () =>
  withFolder(async (root) => {
    const directory = join(root, 'live')
    const snapshots: string[] = []
    let isRecording = false
    const crashPoint = (name: string): void => {
      if (!isRecording) return
      const snapshot = join(root, `${snapshots.length} ${name}`)
      try {
        cpSync(directory, snapshot, { recursive: true })
        snapshots.push(snapshot)
      } catch (error) {
        // Somebody removed files while they were copied: such a copy is the state of no moment.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        rmSync(snapshot, { recursive: true, force: true })
      }
    }
    const stores = await openDiskStores(directory, { crashPoint })
    for (const name of PEOPLE) await stores.of(name)
    const token = {}
    isRecording = true
    for (const name of PEOPLE) await deliver(stores, name, token)
    await removeAll(stores, 'alice')
    isRecording = false
    await stores.close()
    assert.ok(snapshots.some((snapshot) => snapshot.endsWith('file linked')) && snapshots.some((snapshot) => snapshot.endsWith('link renamed')))
    for (const snapshot of snapshots) {
      const again = await openDiskStores(snapshot)
      for (const name of PEOPLE) await assertWhole(snapshot, again, name)
      const counts = await Promise.all(PEOPLE.map(async (name) => (await (await mailboxOf(await again.of(name), 'INBOX')).uids()).length))
      assert.ok(counts.every((count) => count <= 1), snapshot)
      await again.close()
      for (const name of PEOPLE) assert.deepEqual(await verifyAccount(join(snapshot, name)), [], snapshot)
    }
  }))

test('a repair finds such content by what lies in both files', () =>
  withFolder(async (directory) => {
    const stores = await openDiskStores(directory)
    const token = {}
    for (const name of PEOPLE) await deliver(stores, name, token)
    await stores.close()
    rmSync(join(directory, 'bob', 'mail.db'))
    const { messages, lost } = await rebuildAccount(join(directory, 'bob'), 0)
    assert.deepEqual([messages, lost], [1, 0])
    const again = await openDiskStores(directory)
    for (const name of PEOPLE) await assertWhole(directory, again, name)
    await again.close()
  }))

test('a backup keeps it once, and can be read without the others', () =>
  withFolder(async (directory) => {
    const stores = await openDiskStores(join(directory, 'live'))
    const token = {}
    for (const name of PEOPLE) await deliver(stores, name, token)
    await stores.close()
    const links = join(directory, 'copy', '.links')
    for (const name of PEOPLE) assert.deepEqual((await copyAccount(join(directory, 'live', name), join(directory, 'copy', name), { links })).faults, [])
    rmSync(links, { recursive: true })
    assert.equal(statSync(bodyOf(join(directory, 'copy'), 'alice')).nlink, 3)
    rmSync(join(directory, 'copy', 'alice'), { recursive: true })
    assert.equal(readFileSync(bodyOf(join(directory, 'copy'), 'bob'), 'utf8'), BODY)
    const copies = await openDiskStores(join(directory, 'copy'))
    await assertWhole(join(directory, 'copy'), copies, 'carol')
    assert.equal((await contentOf(await mailboxOf(await copies.of('carol'), 'INBOX'), 1 as Uid)).toString(), textFor('carol'))
    await copies.close()
  }))

test('what accounts share is shared again when one of them is restored, and copied where the others have lost it', () =>
  withFolder(async (root) => {
    const [directory, backup] = [join(root, 'live'), join(root, 'backup')]
    const stores = await openDiskStores(directory)
    const threads = new StoreThreads(1)
    const token = {}
    for (const name of PEOPLE) await deliver(stores, name, token)
    for (const name of PEOPLE) assert.deepEqual((await stores.copyTo(name, { target: backup, earlier: undefined, threads })).faults, [])
    const inode = (name: string): number => statSync(bodyOf(directory, name)).ino
    await removeAll(stores, 'alice')
    await stores.restoreFrom('alice', { source: backup, threads })
    await assertWhole(directory, stores, 'alice')
    assert.equal(inode('alice'), inode('bob'), 'with those who still have it')
    await stores.remove('bob')
    await stores.restoreFrom('bob', { source: backup, threads })
    await assertWhole(directory, stores, 'bob')
    assert.equal(inode('bob'), inode('carol'), 'and where the account itself was gone')
    const { atime, mtime } = statSync(bodyOf(directory, 'carol'))
    writeFileSync(bodyOf(directory, 'carol'), Buffer.alloc(BODY.length, 'x'), { flag: 'r+' })
    utimesSync(bodyOf(directory, 'carol'), atime, mtime)
    await stores.restoreFrom('alice', { source: backup, threads })
    await assertWhole(directory, stores, 'alice')
    assert.notEqual(inode('alice'), inode('carol'), 'damage is not shared')
    await threads.close()
    await stores.close()
  }))
