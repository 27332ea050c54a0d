import assert from 'node:assert/strict'
import type { Uid } from '#lib/mail/uid.ts'
import type { Mailbox, MailboxChange, NewMessage } from '../mail-store.ts'
import { appendSubjects, contentOf, mailboxOf, message, messagesOf, problem, several, type Scenario } from './scenario.ts'

const uids = (...numbers: readonly number[]): readonly Uid[] => numbers as readonly Uid[]

export function copyContract(scenario: Scenario): void {
  copying(scenario)
  moving(scenario)
  idsAndSaveDates(scenario)
  replacing(scenario)
}

function copying(scenario: Scenario): void {
  scenario('a copy keeps flags, date, digest and octets, in the order that was asked for', async ({ inbox, store }) => {
    const other = await store.create('Other')
    await appendSubjects(other, 'zero')
    await inbox.append(several(message('Subject: a\r\n\r\na', { flags: ['\\Seen', 'Work'], date: 5000, zone: 180 }), message('b'), message(Buffer.alloc(100_000, 'c'))))
    assert.deepEqual(await inbox.copy(uids(3, 1, 3), other), [{ from: 3, to: 2 }, { from: 1, to: 3 }])
    const [, , copy] = await messagesOf(other, undefined, ['envelope', 'keys'])
    assert.equal(copy?.zone, 180)
    const [original] = await messagesOf(inbox, uids(1), ['envelope', 'keys'])
    assert.deepEqual({ ...copy, uid: 0, modSeq: 0n, saveDate: 0 }, { ...original, uid: 0, modSeq: 0n, saveDate: 0 })
    assert.equal((await contentOf(other, uids(2)[0] ?? assert.fail())).length, 100_000)
    assert.deepEqual(await inbox.uids(), [1, 2, 3])
    assert.deepEqual(await inbox.copy([], other), [])
    assert.deepEqual((await other.status()).flags.slice(5), ['Work'])
  })

  scenario('a copy of which a message has gone, or goes a moment before it, copies nothing', async ({ inbox, store, stores }) => {
    const [other, theirs] = [await store.create('Other'), await mailboxOf(await stores.of('bob'), 'INBOX')]
    await inbox.append(several(message('one'), message('two', { flags: ['\\Deleted'] }), message('three', { flags: ['\\Deleted'] })))
    await assert.rejects(inbox.copy(uids(1, 99), other), problem('no-such-message'))
    const expunged = inbox.expunge(uids(2))
    await assert.rejects(inbox.copy(uids(1, 2), other), problem('no-such-message'))
    assert.deepEqual(await expunged, [2])
    await inbox.expunge(uids(3))
    await assert.rejects(inbox.copy(uids(1, 3), theirs), problem('no-such-message'))
    assert.deepEqual([await other.uids(), await theirs.uids(), (await store.quota())[0]?.storage.used], [[], [], 3])
  })

  scenario('a copy outlives its original, and what is left of it', async ({ inbox, store }) => {
    const other = await store.create('Other')
    await inbox.append(several(message(Buffer.alloc(200_000, 'z')), message('small')))
    await inbox.copy(uids(1, 2), other)
    await inbox.copy(uids(1, 2), inbox)
    assert.deepEqual(await inbox.uids(), [1, 2, 3, 4])
    await inbox.changeFlags(await inbox.uids(), { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge(await inbox.uids())
    assert.equal((await contentOf(other, 1 as Uid)).length, 200_000)
    assert.equal((await contentOf(other, 2 as Uid)).toString(), 'small')
    assert.equal((await store.quota())[0]?.storage.used, 200_005)
  })
}

function moving(scenario: Scenario): void {
  scenario('a move is one change: both mailboxes are told after it', async ({ inbox, store }) => {
    const other = await store.create('Other')
    await inbox.append(several(message('Subject: one\r\n\r\none', { zone: 330 }), message('Subject: two\r\n\r\ntwo'), message('Subject: three\r\n\r\nthree')))
    const told: (readonly [string, MailboxChange['kind'], number])[] = []
    const count = async (): Promise<number> => (await inbox.uids()).length + (await other.uids()).length
    const counts: Promise<number>[] = []
    for (const mailbox of [inbox, other]) {
      mailbox.watch((change) => {
        told.push([mailbox.name, change.kind, 'uids' in change ? change.uids.length : 'metas' in change ? change.metas.length : 0])
        counts.push(count())
      })
    }
    assert.deepEqual(await inbox.move(uids(3, 1), other), [{ from: 3, to: 1 }, { from: 1, to: 2 }])
    assert.deepEqual([...told].sort(), [['INBOX', 'expunged', 2], ['Other', 'appended', 2]])
    assert.deepEqual(await Promise.all(counts), [3, 3])
    assert.deepEqual(await inbox.uids(), [2])
    assert.match((await contentOf(other, 1 as Uid)).toString(), /three/)
    assert.deepEqual((await messagesOf(other)).map(({ zone }) => zone), [0, 330])
    assert.deepEqual((await inbox.changesSince(1n as never)).vanished, [1, 3])
    assert.equal((await store.quota())[0]?.storage.used, (await inbox.status()).size + (await other.status()).size)
    assert.deepEqual(await inbox.move(uids(9), other), [])
  })

  scenario('a move into its own mailbox gives new UIDs', async ({ inbox }) => {
    await appendSubjects(inbox, 'one', 'two')
    assert.deepEqual(await inbox.move(uids(1), inbox), [{ from: 1, to: 3 }])
    assert.deepEqual(await inbox.uids(), [2, 3])
    assert.match((await contentOf(inbox, 3 as Uid)).toString(), /one/)
    assert.equal((await inbox.status()).messages, 2)
  })

  scenario('copies and moves between accounts carry the octets along', async ({ inbox, stores }) => {
    const theirs = await mailboxOf(await stores.of('bob'), 'INBOX')
    await inbox.append(several(message('one', { flags: ['\\Answered', 'x'], date: 7000, zone: -60 }), message(Buffer.alloc(90_000, 'y'))))
    assert.deepEqual(await inbox.copy(uids(2, 1), theirs), [{ from: 2, to: 1 }, { from: 1, to: 2 }])
    assert.deepEqual(await inbox.move(uids(1), theirs), [{ from: 1, to: 3 }])
    assert.deepEqual(await inbox.uids(), [2])
    const [, , moved] = await messagesOf(theirs)
    assert.deepEqual([moved?.flags, moved?.internalDate, moved?.zone], [['\\Answered', 'x'], 7000, -60])
    assert.equal((await contentOf(theirs, 1 as Uid)).length, 90_000)
    await stores.remove('alice')
    assert.equal((await contentOf(theirs, 1 as Uid)).length, 90_000)
  })

  scenario('a copy into a mailbox that is gone leaves everything as it was', async ({ inbox, store }) => {
    const other = await store.create('Other')
    await appendSubjects(inbox, 'one')
    await store.remove('Other')
    await assert.rejects(inbox.copy(uids(1), other), problem('no-such-mailbox'))
    await assert.rejects(inbox.move(uids(1), other), problem('no-such-mailbox'))
    assert.deepEqual(await inbox.uids(), [1])
  })
}

function idsAndSaveDates(scenario: Scenario): void {
  scenario('RFC 8474 §4 and §5.1: ids stay with messages and mailboxes, and are never given again', async ({ inbox, store, stores }) => {
    const other = await store.create('Other')
    const theirs = await mailboxOf(await stores.of('bob'), 'INBOX')
    assert.equal(new Set([inbox.objectId, other.objectId, theirs.objectId]).size, 3)
    await appendSubjects(inbox, 'one', 'two')
    const emailIds = async (mailbox: Mailbox): Promise<readonly unknown[]> => (await messagesOf(mailbox, undefined, ['emailId'])).map(({ emailId }) => emailId)
    const [one, two] = await emailIds(inbox)
    assert.match(String(one), /^M[0-9a-f]{32}$/)
    assert.notEqual(one, two)
    await inbox.copy(uids(1), other)
    await inbox.copy(uids(1), theirs)
    await inbox.move(uids(2), other)
    assert.deepEqual([await emailIds(other), await emailIds(theirs)], [[one, two], [one]])
    await store.rename('Other', 'Else')
    assert.equal((await mailboxOf(store, 'Else')).objectId, other.objectId)
    await store.remove('Else')
    assert.notEqual((await store.create('Else')).objectId, other.objectId)
    await store.rename('INBOX', 'Old')
    assert.notEqual((await mailboxOf(store, 'Old')).objectId, inbox.objectId)
    assert.equal((await mailboxOf(store, 'INBOX')).objectId, inbox.objectId)
  })

  let now = 1_000_000_000_000
  scenario(
    'RFC 8514 §3: each way into a mailbox gives a new save date, and nothing changes it there',
    async ({ inbox, store }) => {
      const other = await store.create('Other')
      const saved = async (mailbox: Mailbox): Promise<readonly number[]> => (await messagesOf(mailbox)).map(({ saveDate }) => saveDate)
      now = 1_000_000_001_000
      await inbox.append(several(message('one', { date: 7000 }), message('two')))
      now = 1_000_000_002_000
      await inbox.copy(uids(1), other)
      await inbox.changeFlags(uids(1), { operation: 'add', flags: ['\\Seen'] })
      now = 1_000_000_003_000
      await inbox.move(uids(2), other)
      await store.rename('Other', 'Else')
      assert.deepEqual([await saved(inbox), await saved(other)], [[1_000_000_001_000], [1_000_000_002_000, 1_000_000_003_000]])
    },
    { now: () => now },
  )
}

function replacing(scenario: Scenario): void {
  scenario('a replacement is one change, here and elsewhere', async ({ inbox, store, stores }) => {
    const other = await store.create('Other')
    await appendSubjects(inbox, 'one', 'two', 'three')
    const told: string[] = []
    inbox.watch((change) => told.push(change.kind))
    assert.equal(await inbox.replace(1 as Uid, several(message('new', { flags: ['\\Draft'] })), inbox), 4)
    assert.equal(await inbox.replace(2 as Uid, several(message('newer')), other), 1)
    assert.equal(await inbox.replace(3 as Uid, several(message('newest')), await mailboxOf(await stores.of('bob'), 'INBOX')), 1)
    assert.deepEqual(told, ['appended', 'expunged', 'expunged', 'expunged'])
    assert.deepEqual(await inbox.uids(), [4])
    assert.deepEqual((await messagesOf(inbox)).map(({ flags }) => flags), [['\\Draft']])
    assert.deepEqual((await inbox.changesSince(1n as never)).vanished, [1, 2, 3])
    assert.equal((await store.quota())[0]?.storage.used, 'new'.length + 'newer'.length)
  })

  scenario('what is not there is not replaced, and nothing is kept of what was to come', async ({ inbox }) => {
    await appendSubjects(inbox, 'one')
    await assert.rejects(inbox.replace(7 as Uid, several(message('new')), inbox), problem('no-such-message'))
    const vanishing = async function* (): AsyncGenerator<NewMessage> {
      yield message('new')
      await inbox.changeFlags(uids(1), { operation: 'add', flags: ['\\Deleted'] })
      await inbox.expunge(uids(1))
    }
    await assert.rejects(inbox.replace(1 as Uid, vanishing(), inbox), problem('no-such-message'))
    const { messages, uidNext, size } = await inbox.status()
    assert.deepEqual([messages, uidNext, size], [0, 2, 0])
  })

  scenario(
    'RFC 8508 §3.4: quota counts the difference',
    async ({ inbox }) => {
      await inbox.append(several(message(Buffer.alloc(80, 'a'))))
      await assert.rejects(inbox.replace(1 as Uid, several(message(Buffer.alloc(101, 'b'))), inbox), problem('over-quota'))
      assert.equal(await inbox.replace(1 as Uid, several(message(Buffer.alloc(100, 'b'))), inbox), 2)
    },
    { quotaOf: async () => 100 },
  )
}
