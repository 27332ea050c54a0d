import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Log } from '#lib/log/log.ts'
import type { Uid } from '#lib/mail/uid.ts'
import { appendSubjects, contentOf, mailboxOf, message, messagesOf, several } from '../../contract/scenario.ts'
import type { Mailbox } from '../../mail-store.ts'
import type { DiskMailStore } from '../disk-mail-store.ts'
import type { DiskOptions } from '../disk-options.ts'
import { openDiskStores, type DiskStores } from '../disk-stores.ts'
import { verifyAccount } from '../verify-account.ts'

const MONDAY = { machineStart: 'Monday' }
const TUESDAY = { machineStart: 'Tuesday' }
const LARGE = Buffer.alloc(100_000, 'Subject: large\r\n\r\n')

interface Scene {
  readonly root: string
  readonly stores: DiskStores
  readonly inbox: Mailbox
  /** What happens from here on is told; `at` is called at each point, and may throw. */
  listen(at: (point: string) => void): void
}

async function play(scene: (scene: Scene) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'postern-unwritten-'))
  let listener: (point: string) => void = () => undefined
  const stores = await openDiskStores(join(root, 'live'), { ...MONDAY, crashPoint: (point) => listener(point) })
  try {
    await scene({ root, stores, inbox: await mailboxOf(await stores.of('alice'), 'INBOX'), listen: (at) => void (listener = at) })
  } finally {
    listener = () => undefined
    await stores.close()
    rmSync(root, { recursive: true, force: true })
  }
}

interface State {
  readonly subjects: readonly string[]
  readonly flags: readonly string[]
  /** The UID that the next message gets. */
  readonly next: Uid
}

/** What is there, each subject read from its content; all laws of the store hold. */
async function stateAfter(directory: string, options: DiskOptions): Promise<State> {
  const stores = await openDiskStores(directory, options)
  const inbox = await mailboxOf(await stores.of('alice'), 'INBOX')
  const metas = await messagesOf(inbox)
  const contents = await Promise.all(metas.map(({ uid }) => contentOf(inbox, uid)))
  const [next] = await appendSubjects(inbox, 'next')
  await stores.close()
  assert.deepEqual(await verifyAccount(join(directory, 'alice')), [])
  const subjects = contents.map((octets) => /Subject: (.*)\r\n/.exec(octets.toString('latin1'))?.[1] ?? '')
  return { subjects, flags: metas.map(({ flags }) => flags.join(' ')), next: next as Uid }
}

function pack(directory: string): string {
  return join(directory, 'alice', 'content', 'pack-1')
}

/** Waits for changes that are committed together; answers a copy of what was there after their commit, before anything else came to the disk. */
async function copyAfterCommit({ root, listen }: Scene, changes: () => readonly Promise<unknown>[]): Promise<string> {
  let commits = 0
  listen((point) => {
    if (point !== 'after commit') return
    commits++
    cpSync(join(root, 'live'), join(root, 'cut'), { recursive: true })
  })
  await Promise.all(changes())
  listen(() => undefined)
  assert.equal(commits, 1)
  return join(root, 'cut')
}

/** A message, a flag, and two messages of one append, behind one that has been answered. */
async function commitGroup(scene: Scene): Promise<string> {
  await appendSubjects(scene.inbox, 'kept')
  return copyAfterCommit(scene, () => [
    appendSubjects(scene.inbox, 'one'),
    appendSubjects(scene.inbox, 'two', 'three'),
    scene.inbox.changeFlags([1 as Uid], { operation: 'add', flags: ['Red'] }),
  ])
}

/** Puts zeros in the place of all that lies in the pack behind the beginning of that message, or of its subject alone. */
function lose(directory: string, subject: string, length = Infinity): void {
  const octets = readFileSync(pack(directory))
  const at = octets.indexOf(`Subject: ${subject}`)
  assert.ok(at > 0)
  writeFileSync(pack(directory), octets.fill(0, at, Math.min(at + length, octets.length)))
}

test('a power cut that leaves a commit without some of its content takes back all that the same change brought, and nothing else', () =>
  play(async (scene) => {
    const cut = await commitGroup(scene)
    lose(cut, 'three', 14)
    const told: string[] = []
    const { subjects, next, flags } = await stateAfter(cut, { ...TUESDAY, log: { warn: (event: string) => told.push(event) } as unknown as Log })
    assert.deepEqual(told, ['unanswered-messages-taken-back'])
    assert.deepEqual([subjects, flags], [['kept', 'one'], ['Red', '']])
    assert.ok(next > 5, 'what others may have heard of never comes to mean something else')
  }))

test('a message that lies in a file goes with those that came with it', () =>
  play(async (scene) => {
    await appendSubjects(scene.inbox, 'kept')
    const cut = await copyAfterCommit(scene, () => [scene.inbox.append(several(message('Subject: small\r\n\r\n'), message(LARGE)))])
    lose(cut, 'small')
    assert.deepEqual((await stateAfter(cut, TUESDAY)).subjects, ['kept'])
  }))

test('a power cut that leaves a commit without any of its content takes back every message of it', () =>
  play(async (scene) => {
    const cut = await commitGroup(scene)
    truncateSync(pack(cut), readFileSync(pack(cut)).indexOf('Subject: one') - 64)
    assert.deepEqual((await stateAfter(cut, TUESDAY)).subjects, ['kept'])
  }))

test('a power cut that leaves commit and content takes back nothing', () =>
  play(async (scene) => {
    const cut = await commitGroup(scene)
    assert.deepEqual((await stateAfter(cut, TUESDAY)).subjects, ['kept', 'one', 'two', 'three'])
  }))

test('once the next commit has come, what is damaged is no longer taken for unanswered', () =>
  play(async ({ root, inbox, listen }) => {
    await appendSubjects(inbox, 'kept', 'damaged')
    listen((point) => void (point === 'after commit' && cpSync(join(root, 'live'), join(root, 'cut'), { recursive: true })))
    await inbox.changeFlags([1 as Uid], { operation: 'add', flags: ['Red'] })
    listen(() => undefined)
    lose(join(root, 'cut'), 'damaged')
    const stores = await openDiskStores(join(root, 'cut'), TUESDAY)
    const again = await mailboxOf(await stores.of('alice'), 'INBOX')
    assert.deepEqual(await again.uids(), [1, 2])
    await stores.close()
  }))

test('what takes the place of a message, and content that is moved, is on the disk before the commit that lets go of the other', () =>
  play(async ({ stores, inbox, listen }) => {
    const orderOf = async (change: () => Promise<unknown>): Promise<readonly string[]> => {
      const points: string[] = []
      listen((point) => void points.push(point))
      await change()
      listen(() => undefined)
      return points.filter((point) => /pack (?:written|synced)|before commit/.test(point))
    }
    await appendSubjects(inbox, 'draft')
    const replaced = await orderOf(() => inbox.replace(1 as Uid, several(message('Subject: draft\r\n\r\nlonger')), inbox))
    assert.deepEqual(replaced, ['pack written', 'pack synced', 'before commit'])
    const store = (await stores.of('alice')) as DiskMailStore
    for (let part = 0; part < 6; part++) await inbox.append(several(...Array.from({ length: 120 }, (_, index) => message(`Subject: ${part} ${index}\r\n\r\n${'x'.repeat(60_000)}`))))
    const gone = (await inbox.uids()).slice(10)
    await inbox.changeFlags(gone, { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge(gone.slice(0, 520))
    const moved = await orderOf(() => store.sweep())
    const written = moved.indexOf('pack written')
    assert.ok(written >= 0, 'something was moved')
    assert.deepEqual(moved.slice(written, written + 3), ['pack written', 'pack synced', 'before commit'])
  }))

test('when the disk fails whoever waits is refused, and the next opening takes back what lacks its content', () =>
  play(async ({ root, stores, inbox, listen }) => {
    await appendSubjects(inbox, 'kept')
    listen((point) => {
      if (point === 'pack synced') throw new Error('the disk is gone')
    })
    await assert.rejects(appendSubjects(inbox, 'refused'), /the disk is gone/)
    listen(() => undefined)
    await stores.close()
    const live = join(root, 'live')
    lose(live, 'refused')
    assert.deepEqual((await stateAfter(live, MONDAY)).subjects, ['kept'])
  }))
