import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { contentOf, mailboxOf, message, messagesOf, several } from '../../contract/scenario.ts'
import type { MailStore } from '../../mail-store.ts'
import { openDiskStores, type DiskStores } from '../disk-stores.ts'
import { PartitionProblem } from '../partition-problem.ts'
import { rebuildAccount } from '../repair/rebuild-account.ts'
import { StoreThreads } from '../threads/store-threads.ts'
import { verifyAccount } from '../verify-account.ts'

const problem = (pattern: RegExp) => (error: unknown): boolean => error instanceof PartitionProblem && pattern.test(error.message)

async function withRoot(task: (root: string) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'postern-area-'))
  try {
    await task(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

function open(root: string, content: string | undefined, crashPoint?: (point: string) => void): Promise<DiskStores> {
  return openDiskStores(join(root, 'home'), { content: content && join(root, content), partitions: new Map([['fast', join(root, 'fast')]]), ...(crashPoint && { crashPoint }) })
}

async function fill(store: MailStore): Promise<void> {
  await (await mailboxOf(store, 'INBOX')).append(several(message('Subject: a\r\n\r\na'), message(Buffer.alloc(150_000, 'b'))))
}

async function stateOf(store: MailStore): Promise<unknown> {
  const inbox = await mailboxOf(store, 'INBOX')
  const messages = await messagesOf(inbox, undefined, ['envelope'])
  return { messages, contents: await Promise.all(messages.map(async ({ uid }) => (await contentOf(inbox, uid)).toString('latin1'))) }
}

/** Octets of content in a directory, whatever their folders are called. */
function filesIn(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
}

test('content lies in its own directory, and goes with its account', () =>
  withRoot(async (root) => {
    const stores = await open(root, 'large')
    await fill(await stores.of('alice'))
    await stores.place('bob', '')
    await fill(await stores.of('bob'))
    const before = await stateOf(await stores.of('alice'))
    assert.deepEqual(readdirSync(join(root, 'large')).map((name) => name.replace(/-[0-9a-f]{8}$/, '')).sort(), ['alice', 'bob'])
    assert.equal(filesIn(join(root, 'large')), 4)
    assert.ok(!readdirSync(join(root, 'home', 'alice')).some((name) => name.startsWith('pack-')))
    assert.equal(lstatSync(join(root, 'home', 'alice', 'mail.db')).isFile(), true)
    await stores.close()
    const again = await open(root, 'large')
    assert.deepEqual(await stateOf(await again.of('alice')), before)
    await again.remove('bob')
    assert.deepEqual(readdirSync(join(root, 'large')).length, 1)
    await again.close()
    rmSync(join(root, 'home', 'alice', 'mail.db'))
    await rebuildAccount(join(root, 'home', 'alice'), Date.now())
    const repaired = await open(root, 'large')
    assert.deepEqual((await stateOf(await repaired.of('alice')) as { contents: unknown }).contents, (before as { contents: unknown }).contents)
    await repaired.close()
  }))

test('backups, restores and moves keep content where it belongs', () =>
  withRoot(async (root) => {
    const stores = await open(root, 'large')
    const threads = new StoreThreads(1)
    await fill(await stores.of('alice'))
    const before = await stateOf(await stores.of('alice'))
    assert.deepEqual((await stores.copyTo('alice', { target: join(root, 'backup'), earlier: undefined, threads })).faults, [])
    assert.ok(lstatSync(join(root, 'backup', 'alice', 'content')).isDirectory(), 'a backup is whole by itself')
    const { setAside = [] } = await stores.restoreFrom('alice', { source: join(root, 'backup'), threads })
    assert.ok(lstatSync(join(root, 'home', 'alice', 'content')).isSymbolicLink())
    assert.deepEqual((await stateOf(await stores.of('alice')) as { contents: unknown }).contents, (before as { contents: unknown }).contents)
    assert.equal(readdirSync(join(root, 'large')).length, 2, 'what it had before is kept')
    assert.deepEqual(setAside.map((folder) => dirname(folder)), [join(root, 'home'), join(root, 'large')], 'both folders that hold it are named')
    assert.ok(setAside.every((folder, index) => existsSync(join(folder, index === 0 ? 'content' : '', 'pack-1'))))
    await stores.move('alice', { partition: 'fast', threads, alone: () => undefined })
    assert.ok(lstatSync(join(root, 'fast', 'alice', 'content')).isDirectory(), 'in a partition an account lies whole')
    assert.equal(readdirSync(join(root, 'large')).length, 1)
    await stores.move('alice', { partition: '', threads, alone: () => undefined })
    assert.ok(lstatSync(join(root, 'home', 'alice', 'content')).isSymbolicLink())
    assert.deepEqual((await stateOf(await stores.of('alice')) as { contents: unknown }).contents, (before as { contents: unknown }).contents)
    assert.equal(readdirSync(join(root, 'large')).length, 2)
    await threads.close()
    await stores.close()
    assert.deepEqual(await verifyAccount(join(root, 'home', 'alice')), [])
  }))

test('a move that is killed leaves the account whole, and nothing of it in vain', () =>
  withRoot(async (root) => {
    const live = join(root, 'live')
    const snapshots: string[] = []
    const record = (point: string): void => {
      if (!point.startsWith('account ')) return
      const snapshot = join(root, `${snapshots.length} ${point}`)
      cpSync(live, snapshot, { recursive: true, verbatimSymlinks: true })
      // What a link says of another directory is of this one.
      execFileSync('ln', ['-sfn', join(snapshot, 'large'), join(snapshot, 'home', '.content')])
      snapshots.push(snapshot)
    }
    const stores = await open(live, 'large', record)
    const threads = new StoreThreads(1)
    await fill(await stores.of('alice'))
    const before = await stateOf(await stores.of('alice'))
    await stores.move('alice', { partition: 'fast', threads, alone: () => undefined })
    await stores.move('alice', { partition: '', threads, alone: () => undefined })
    await threads.close()
    await stores.close()
    assert.equal(snapshots.length, 6)
    for (const snapshot of snapshots) {
      const again = await open(snapshot, 'large')
      assert.deepEqual((await stateOf(await again.of('alice')) as { contents: unknown }).contents, (before as { contents: unknown }).contents, snapshot)
      await again.close()
      assert.ok(readdirSync(join(snapshot, 'large')).length <= 1, snapshot)
    }
  }))

test('nothing moves by itself: the sentence says what to do, and doing it helps', () =>
  withRoot(async (root) => {
    const first = await open(root, undefined)
    for (const name of ['alice', 'bob']) await fill(await first.of(name))
    const before = await stateOf(await first.of('alice'))
    await first.close()
    const sh = (error: PartitionProblem): void => void execFileSync('sh', ['-c', error.message.slice(error.message.indexOf(': cd ') + 2)])
    mkdirSync(join(root, 'large'))
    const wanted = await open(root, 'large').catch((error: unknown) => error as PartitionProblem)
    assert.ok(wanted instanceof PartitionProblem)
    assert.match(wanted.message, /^The content of (alice|bob) and 1 more lies in .*home, and mail\.content names .*large\. Move it while Postern is stopped: cd /)
    sh(wanted)
    const moved = await open(root, 'large')
    assert.deepEqual(await stateOf(await moved.of('alice')), before)
    await moved.close()
    await assert.rejects(open(root, 'elsewhere'), problem(/not in .*elsewhere: mount its disk, or move there all that lies in .*large/))
    renameSync(join(root, 'large'), join(root, 'renamed'))
    await assert.rejects(open(root, 'large'), problem(/not in .*large: mount its disk/))
    const renamed = await open(root, 'renamed')
    assert.deepEqual(await stateOf(await renamed.of('alice')), before)
    await renamed.close()
    const unwanted = await open(root, undefined).catch((error: unknown) => error as PartitionProblem)
    assert.ok(unwanted instanceof PartitionProblem && /lies in .*renamed: name it as mail\.content again, or bring it back/.test(unwanted.message))
    sh(unwanted)
    const back = await open(root, undefined)
    assert.deepEqual(await stateOf(await back.of('alice')), before)
    await back.close()
    assert.ok(lstatSync(join(root, 'home', 'bob', 'content')).isDirectory())
    assert.equal(readFileSync(join(root, 'home', 'alice', 'content', 'pack-1')).length > 0, true)
  }))

test('a directory with something in it does not become that of content', () =>
  withRoot(async (root) => {
    mkdirSync(join(root, 'large'))
    writeFileSync(join(root, 'large', 'letter'), 'mine')
    await assert.rejects(open(root, 'large'), problem(/cannot become mail\.content: it is not empty/))
  }))
