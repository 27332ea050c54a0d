import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { contentOf, mailboxOf, message, messagesOf, several } from '../contract/scenario.ts'
import type { MailStore } from '../mail-store.ts'
import { openDiskStores, type DiskStores } from './disk-stores.ts'
import { PartitionProblem } from './partition-problem.ts'
import { EMPTIEST } from './partitions.ts'
import { StoreThreads } from './threads/store-threads.ts'
import { verifyAccount } from './verify-account.ts'

const problem = (pattern: RegExp) => (error: unknown): boolean => error instanceof PartitionProblem && pattern.test(error.message)

async function withRoot(task: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'postern-partitions-'))
  try {
    await task(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function open(root: string, crashPoint?: (point: string) => void): Promise<DiskStores> {
  return openDiskStores(join(root, 'home'), { partitions: new Map([['fast', join(root, 'fast')], ['large', join(root, 'large')]]), ...(crashPoint && { crashPoint }) })
}

/** What a client sees; modSeqs too, since nothing changes by a move. */
async function stateOf(store: MailStore): Promise<unknown> {
  const inbox = await mailboxOf(store, 'INBOX')
  const messages = await messagesOf(inbox, undefined, ['envelope'])
  return { status: await inbox.status(), uidValidity: inbox.uidValidity, messages, contents: await Promise.all(messages.map(async ({ uid }) => (await contentOf(inbox, uid)).toString('latin1'))) }
}

async function fill(store: MailStore): Promise<void> {
  const inbox = await mailboxOf(store, 'INBOX')
  await inbox.append(several(message('Subject: a\r\n\r\na', { flags: ['\\Seen'] }), message(Buffer.alloc(150_000, 'b')), message('c')))
  await inbox.readBy('bob').changeFlags([2 as Uid], { operation: 'add', flags: ['\\Seen'] })
}

test('an account lies where it was placed, and is found there again', () =>
  withRoot(async (root) => {
    const stores = await open(root)
    await stores.place('alice', 'fast')
    await fill(await stores.of('alice'))
    await fill(await stores.of('bob'))
    await assert.rejects(stores.place('carol', 'nowhere'), problem(/no partition nowhere.*fast, large/))
    const before = await stateOf(await stores.of('alice'))
    await stores.close()
    assert.deepEqual([readdirSync(join(root, 'fast')).sort(), existsSync(join(root, 'home/alice')), existsSync(join(root, 'home/bob'))], [['.partition', 'alice'], false, true])
    const again = await open(root)
    assert.deepEqual(await stateOf(await again.of('alice')), before)
    assert.deepEqual(await again.strangers(['bob']), [join(root, 'fast/alice')])
    await again.remove('alice')
    await again.close()
    assert.deepEqual(readdirSync(join(root, 'fast')), ['.partition'])
  }))

test('the emptiest place is where most is free, and on one disk where the fewest accounts are', () =>
  withRoot(async (root) => {
    const stores = await open(root)
    for (const name of ['ann', 'ben', 'cat', 'dan']) {
      await stores.place(name, EMPTIEST)
      await stores.of(name)
    }
    await stores.close()
    assert.deepEqual(['home', 'fast', 'large'].map((place) => readdirSync(join(root, place)).filter((name) => !name.startsWith('.')).length).sort(), [1, 1, 2])
  }))

test('a partition that is not there is never taken for an empty one', () =>
  withRoot(async (root) => {
    await (await open(root)).close()
    renameSync(join(root, 'fast'), join(root, 'away'))
    await assert.rejects(open(root), problem(/fast is not in/))
    mkdirSync(join(root, 'fast'))
    await assert.rejects(open(root), problem(/mount its disk/))
    rmSync(join(root, 'fast'), { recursive: true })
    renameSync(join(root, 'large'), join(root, 'fast'))
    await assert.rejects(open(root), problem(/fast is not in/), 'another partition in its place')
    await assert.rejects(openDiskStores(join(root, 'home')), problem(/not in mail.partitions any more/))
    mkdirSync(join(root, 'full'))
    writeFileSync(join(root, 'full/letter'), 'x')
    await assert.rejects(openDiskStores(join(root, 'other'), { partitions: new Map([['full', join(root, 'full')]]) }), problem(/not empty/))
  }))

test('an account moves while it is in use; whoever has it open is told, and comes back', () =>
  withRoot(async (root) => {
    const threads = new StoreThreads()
    const stores = await open(root)
    try {
      const store = await stores.of('alice')
      await fill(store)
      const inbox = await mailboxOf(store, 'INBOX')
      const told: string[] = []
      inbox.watch(({ kind }) => told.push(kind))
      const before = await stateOf(store)
      let hungUp = 0
      await stores.move('alice', { partition: 'large', threads, alone: () => void hungUp++ })
      assert.deepEqual([told, hungUp, readdirSync(join(root, 'large')).sort(), existsSync(join(root, 'home/alice'))], [['removed'], 1, ['.partition', 'alice'], false])
      const moved = await stores.of('alice')
      assert.deepEqual(await stateOf(moved), before)
      assert.deepEqual(await (await mailboxOf(moved, 'INBOX')).append(several(message('new'))), [4])
      await stores.move('alice', { partition: 'large', threads, alone: () => void hungUp++ })
      assert.equal(hungUp, 1, 'it is there already')
      await assert.rejects(stores.move('alice', { partition: 'nowhere', threads, alone: () => undefined }), problem(/no partition/))
      await stores.move('alice', { partition: '', threads, alone: () => undefined })
      assert.equal((await (await mailboxOf(await stores.of('alice'), 'INBOX')).status()).messages, 4)
    } finally {
      await stores.close()
      await threads.close()
    }
    assert.deepEqual(await verifyAccount(join(root, 'home/alice')), [])
    assert.deepEqual(readdirSync(join(root, 'large')), ['.partition'])
  }))

test('a kill at any moment of a move leaves the account whole, in one place', () =>
  withRoot(async (base) => {
    const root = join(base, 'live')
    const threads = new StoreThreads()
    const snapshots: string[] = []
    let isArmed = false
    const stores = await open(root, (point) => {
      if (!isArmed) return
      snapshots.push(join(base, `${snapshots.length} ${point}`))
      cpSync(root, snapshots.at(-1)!, { recursive: true })
    })
    try {
      await fill(await stores.of('alice'))
      const before = await stateOf(await stores.of('alice'))
      isArmed = true
      await stores.move('alice', { partition: 'fast', threads, alone: () => undefined })
      isArmed = false
      assert.deepEqual(snapshots.map((snapshot) => snapshot.slice(base.length + 3)), ['account copied', 'account copied again', 'account in both places'])
      for (const snapshot of snapshots) {
        const again = await open(snapshot)
        assert.deepEqual(await stateOf(await again.of('alice')), before, snapshot)
        assert.deepEqual(await again.strangers(['alice']), [])
        await again.close()
        const places = ['home', 'fast', 'large'].filter((place) => existsSync(join(snapshot, place, 'alice')))
        assert.equal(places.length, 1, snapshot)
        assert.deepEqual(await verifyAccount(join(snapshot, places[0]!, 'alice')), [])
        for (const place of ['home', 'fast']) assert.deepEqual(readdirSync(join(snapshot, place)).filter((name) => name.startsWith('.removed-')), [])
      }
    } finally {
      await stores.close()
      await threads.close()
    }
  }))
