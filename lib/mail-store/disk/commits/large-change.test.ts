import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Uid } from '#lib/mail/uid.ts'
import { appendSubjects, mailboxOf, message, problem, several } from '../../contract/scenario.ts'
import type { Mailbox, MailStore } from '../../mail-store.ts'
import { SHARED_SEEN } from '../../shared-seen.ts'
import type { DiskMailStore } from '../disk-mail-store.ts'
import type { DiskOptions } from '../disk-options.ts'
import { openDiskStores, type DiskStores } from '../disk-stores.ts'
import { verifyAccount } from '../verify-account.ts'

/** Messages of the mailbox that is changed: enough for a change to be large. */
const COUNT = 240

const uids = Array.from({ length: COUNT }, (_, index) => (index + 1) as Uid)
/** Not one beside the other. */
const odd = uids.filter((uid) => uid % 2 === 1)

/** Others have their turn wherever they can: called with how many turns there have been. */
interface TestTurns {
  others: (count: number) => Promise<void>
  count: number
}

interface Scene {
  readonly turns: TestTurns
  readonly directory: string
  readonly stores: DiskStores
  readonly store: MailStore
  readonly inbox: Mailbox
  readonly other: Mailbox
  readonly bob: Mailbox
}

async function play(scene: (scene: Scene) => Promise<void>, options: DiskOptions = {}): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'postern-large-'))
  const directory = join(root, 'live')
  const turns: TestTurns = { others: async () => undefined, count: 0 }
  const stores = await openDiskStores(directory, { turns: { length: 0, others: () => turns.others(++turns.count) }, now: () => 1_700_000_000_000, ...options })
  try {
    const store = await stores.of('alice')
    const [inbox, other] = [await mailboxOf(store, 'INBOX'), await store.create('Other')]
    await inbox.append(several(...uids.map((uid) => message(`Subject: ${uid}\r\n\r\n${uid}`, { flags: uid % 3 === 0 ? ['\\Deleted', 'Red'] : ['\\Deleted'] }))))
    await appendSubjects(other, 'one', 'two')
    await inbox.readBy('carol').changeFlags(odd, { operation: 'add', flags: ['\\Seen'] })
    turns.count = 0
    await scene({ turns, directory, stores, store, inbox, other, bob: await mailboxOf(await stores.of('bob'), 'INBOX') })
  } finally {
    await stores.close()
    const faults = await verifyAccount(join(directory, 'alice'))
    rmSync(root, { recursive: true, force: true })
    assert.deepEqual(faults, [])
  }
}

/** Single looks at an account, each of which is of one moment. */
const LOOKS: Readonly<Record<string, (store: MailStore) => Promise<unknown>>> = {
  mailboxes: async (store) => (await store.mailboxes()).map(({ name, uidValidity }) => [name, uidValidity]).sort(),
  'quota roots': (store) => store.quota(),
  'status of INBOX': async (store) => (await mailboxOf(store, 'INBOX')).status(),
  'status of INBOX to carol': async (store) => (await mailboxOf(store, 'INBOX')).readBy('carol').status(),
  'UIDs of INBOX': async (store) => (await mailboxOf(store, 'INBOX')).uids(),
  'runs of INBOX': async (store) => (await mailboxOf(store, 'INBOX')).uidRuns(),
  'messages of INBOX': async (store) => firstBatch(await mailboxOf(store, 'INBOX')),
  'messages of Other': async (store) => firstBatch(await store.mailbox('Other')),
}

async function firstBatch(mailbox: Mailbox | undefined): Promise<unknown> {
  const all = Array.from({ length: 2 * COUNT }, (_, index) => (index + 1) as Uid)
  if (mailbox) for await (const batch of mailbox.messages(all, ['subject'])) return batch
  return []
}

async function look(store: MailStore): Promise<Readonly<Record<string, string>>> {
  const seen: Record<string, string> = {}
  for (const [name, see] of Object.entries(LOOKS)) seen[name] = JSON.stringify(await see(store), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
  return seen
}

const CHANGES: Readonly<Record<string, (scene: Omit<Scene, 'turns'>) => Promise<unknown>>> = {
  'change of flags': ({ inbox }) => inbox.changeFlags(uids, { operation: 'add', flags: ['\\Flagged', 'Blue'] }),
  'change of flags by a reader': ({ inbox }) => inbox.readBy('carol').changeFlags(uids, { operation: 'add', flags: ['\\Seen', 'Blue'] }),
  copy: ({ inbox, other }) => inbox.copy(uids, other),
  'copy of messages in another order': ({ inbox, other }) => inbox.copy(uids.toReversed(), other),
  move: ({ inbox, other }) => inbox.move(odd, other),
  expunge: ({ inbox }) => inbox.expunge(odd),
  append: ({ inbox }) => inbox.append(several(...uids.map((uid) => message(`Subject: new ${uid}\r\n\r\n`)))),
  'rename of INBOX': ({ store }) => store.rename('INBOX', 'Old'),
  'removal of a mailbox': async ({ store, inbox, other }) => {
    await inbox.move(uids, other)
    await other.expunge(odd)
    return () => store.remove('Other')
  },
  'sharing of what is seen': ({ inbox }) => inbox.annotations.set(new Map([[SHARED_SEEN, Buffer.from('true')]])),
}

for (const [name, change] of Object.entries(CHANGES)) {
  test(`in the middle of a large ${name} others are served, nobody sees the half of it, and a kill leaves nothing of it`, () =>
    play(async ({ turns, ...scene }) => {
      const { directory, store, bob } = scene
      const begin = name.startsWith('removal') ? ((await change(scene)) as () => Promise<unknown>) : () => change(scene)
      const before = await look(store)
      const [seen, kept]: [Readonly<Record<string, string>>[], string[]] = [[], []]
      turns.others = async (count) => {
        if (count % 20 === 1) seen.push(await look(store))
        if (![2, 60, 130].includes(count)) return
        await appendSubjects(bob, 'meanwhile')
        cpSync(directory, kept[kept.push(`${directory}-${count}`) - 1] as string, { recursive: true })
      }
      turns.count = 0
      await begin()
      turns.others = async () => undefined
      const after = await look(store)
      assert.notDeepEqual(after, before)
      assert.ok(kept.length > 0, 'others had their turn')
      for (const one of seen) assert.deepEqual(one, before)
      for (const folder of kept) {
        const stores = await openDiskStores(folder, { now: () => 1_700_000_000_000 })
        assert.deepEqual(await look(await stores.of('alice')), before, folder)
        await stores.close()
        assert.deepEqual(await verifyAccount(join(folder, 'alice')), [])
      }
    }))
}

test('what else is to change in the account comes after a large change, in its order', () =>
  play(async ({ store, inbox, other, turns }) => {
    const order: string[] = []
    const note = (name: string) => (): void => void order.push(name)
    turns.others = async (count) => void (count === 3 && (await store.mailbox('INBOX')) && order.push('read'))
    await Promise.all([
      inbox.changeFlags(uids, { operation: 'add', flags: ['\\Flagged'] }).then(note('flags')),
      store.subscribe('Other').then(note('small')),
      inbox.move(odd, other).then(note('move')),
      inbox.expunge(uids).then(note('expunge')),
    ])
    assert.deepEqual(order, ['read', 'flags', 'small', 'move', 'expunge'])
    const [left, moved] = [await inbox.status(), await firstBatch(other)]
    assert.equal(left.messages, 0)
    assert.ok((moved as { uid: number; flags: readonly string[] }[]).filter(({ uid }) => uid > 3).every(({ flags }) => flags.includes('\\Flagged')))
  }))

test('of a large change that fails nothing is left', () =>
  play(
    async ({ store, inbox, other }) => {
      const before = await look(store)
      const keywords = Array.from({ length: 2000 }, (_, index) => `k${index}`)
      await assert.rejects(inbox.changeFlags(uids, { operation: 'add', flags: keywords }), problem('too-many-flags'))
      await assert.rejects(inbox.copy(uids, other), problem('over-quota'))
      assert.deepEqual(await look(store), before)
      await appendSubjects(other, 'three')
    },
    { messageQuotaOf: async () => COUNT + 10 },
  ))

test('room that a large copy takes is not given to a message that comes meanwhile', async () => {
  let limit = Infinity
  await play(
    async ({ store, inbox, other, turns }) => {
      const used = (await store.quota())[0]?.storage.used ?? 0
      const { size } = await inbox.status()
      limit = used + size + 5
      let refused = 0
      turns.others = async (count) => {
        if (count !== 50) return
        await assert.rejects(appendSubjects(other, 'too long for five octets'), problem('over-quota'))
        refused++
      }
      await inbox.copy(uids, other)
      assert.equal(refused, 1)
    },
    { quotaOf: async () => limit },
  )
})

test('an account that is closed in the middle of a large change has it', () =>
  play(async ({ stores, directory, inbox, turns }) => {
    let closed: Promise<void> | undefined
    turns.others = async (count) => void (count === 5 && (closed = stores.close()))
    assert.equal((await inbox.changeFlags(uids, { operation: 'add', flags: ['\\Flagged'] })).changed.length, COUNT)
    assert.ok(closed, 'it was closed in the middle')
    await closed
    const again = await openDiskStores(directory)
    const [first] = (await firstBatch(await mailboxOf(await again.of('alice'), 'INBOX'))) as { flags: readonly string[] }[]
    assert.ok(first?.flags.includes('\\Flagged'))
    await again.close()
  }))

test('counting anew and looking for changes let others have their turn', () =>
  play(async ({ store, inbox, turns }) => {
    const before = await look(store)
    let served = 0
    turns.others = async () => void served++
    const [root, ...others] = await (store as DiskMailStore).recount()
    assert.deepEqual([root?.was, others], [root?.now, []])
    assert.ok(served > 1)
    assert.deepEqual(await look(store), before)
    await inbox.expunge(odd)
    served = 0
    const { changed, vanished } = await inbox.changesSince(1n as never)
    assert.deepEqual(changed.map(({ uid }) => uid), uids.filter((uid) => !odd.includes(uid)))
    assert.deepEqual(vanished, odd)
    assert.ok(served > 1)
  }))

test('who is asked for what has changed hears of each message once, as it was last', () =>
  play(async ({ inbox, turns }) => {
    await inbox.changeFlags(uids, { operation: 'add', flags: ['Green'] })
    await appendSubjects(inbox, ...Array.from({ length: 60 }, (_, index) => `more ${index}`))
    let isFirst = true
    turns.others = async () => {
      if (!isFirst) return
      isFirst = false
      await inbox.changeFlags([5 as Uid], { operation: 'remove', flags: ['Green'] })
      await inbox.expunge([6 as Uid])
    }
    const { changed, vanished } = await inbox.changesSince(1n as never)
    assert.deepEqual(changed.map(({ uid }) => uid), Array.from({ length: COUNT + 60 }, (_, index) => index + 1))
    assert.deepEqual(changed[4]?.flags, ['\\Deleted'])
    assert.deepEqual(vanished, [6])
  }))
