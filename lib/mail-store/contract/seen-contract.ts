import assert from 'node:assert/strict'
import type { ModSeq, Uid } from '#lib/mail/uid.ts'
import type { Mailbox, MailboxChange } from '../mail-store.ts'
import { SHARED_SEEN } from '../shared-seen.ts'
import { appendSubjects, mailboxOf, message, messagesOf, several, type Scenario } from './scenario.ts'

const uids = (...numbers: readonly number[]): readonly Uid[] => numbers as readonly Uid[]
const SEEN = { operation: 'add', flags: ['\\Seen'] } as const
const UNSEEN = { operation: 'remove', flags: ['\\seen'] } as const

const flagsOf = async (mailbox: Mailbox): Promise<readonly string[]> => (await messagesOf(mailbox)).map(({ flags }) => flags.join(' '))
const modSeqOf = async (mailbox: Mailbox, uid: number): Promise<ModSeq> => (await messagesOf(mailbox, uids(uid)))[0]?.modSeq as ModSeq

function told(mailbox: Mailbox): (readonly [kind: string, uid: number, flags: string])[] {
  const heard: (readonly [string, number, string])[] = []
  mailbox.watch((change: MailboxChange) => {
    if ('metas' in change) for (const { uid, flags } of change.metas) heard.push([change.kind, uid, flags.join(' ')])
  })
  return heard
}

export function seenContract(scenario: Scenario): void {
  eachReader(scenario)
  modSeqs(scenario)
  carried(scenario)
  manyMessages(scenario)
}

function eachReader(scenario: Scenario): void {
  scenario('\\Seen of a reader is its own, every other flag is one for all', async ({ inbox }) => {
    await inbox.append(several(message('a', { flags: ['\\Seen', 'Red'] }), message('b'), message('c')))
    const [bob, carol] = [inbox.readBy('bob'), inbox.readBy('carol')]
    assert.deepEqual(await flagsOf(bob), ['Red', '', ''])
    await bob.changeFlags(uids(2, 3), { operation: 'add', flags: ['\\Seen', '\\Flagged'] })
    await carol.changeFlags(uids(1), { operation: 'replace', flags: ['\\Seen', 'Blue'] })
    assert.deepEqual(await flagsOf(inbox), ['\\Seen Blue', '\\Flagged', '\\Flagged'])
    assert.deepEqual(await flagsOf(bob), ['Blue', '\\Flagged \\Seen', '\\Flagged \\Seen'])
    assert.deepEqual(await flagsOf(carol), ['\\Seen Blue', '\\Flagged', '\\Flagged'])
    assert.deepEqual(await Promise.all([inbox, bob, carol].map(async (mailbox) => (await mailbox.status()).unseen)), [2, 1, 2])
    await inbox.changeFlags(uids(2), { operation: 'replace', flags: ['\\Deleted'] })
    await inbox.expunge(uids(2))
    assert.deepEqual(await Promise.all([inbox, bob, carol].map(async (mailbox) => (await mailbox.status()).unseen)), [1, 1, 1])
    await bob.changeFlags(uids(3), UNSEEN)
    assert.equal((await bob.status()).unseen, 2)
  })

  scenario('what a reader appends is seen by it alone, and is kept', async ({ inbox, opened }) => {
    await inbox.readBy('bob').append(several(message('a', { flags: ['\\SEEN', 'Red'] }), message('b')))
    const stores = await opened.reopen?.()
    const again = stores ? await mailboxOf(await stores.of('alice'), 'INBOX') : inbox
    assert.deepEqual(await flagsOf(again), ['Red', ''])
    assert.deepEqual(await flagsOf(again.readBy('bob')), ['\\Seen Red', ''])
    assert.deepEqual(await flagsOf(again.readBy('carol')), ['Red', ''])
  })

  scenario('news of what a reader has seen reach this reader alone', async ({ inbox }) => {
    await appendSubjects(inbox, 'one', 'two')
    const [bob, carol] = [inbox.readBy('bob'), inbox.readBy('carol')]
    const heard = [told(inbox), told(bob), told(carol)]
    await bob.changeFlags(uids(1), SEEN)
    await bob.changeFlags(uids(1, 2), { operation: 'add', flags: ['\\Seen', 'Red'] })
    await bob.append(several(message('x', { flags: ['\\Seen'] })))
    const forAll = [['flags', 1, 'Red'], ['flags', 2, 'Red'], ['appended', 3, '']]
    assert.deepEqual(heard[0], forAll)
    assert.deepEqual(heard[1], [['flags', 1, '\\Seen'], ['flags', 1, '\\Seen Red'], ['flags', 2, '\\Seen Red'], ['appended', 3, '\\Seen']])
    assert.deepEqual(heard[2], forAll)
  })
}

function modSeqs(scenario: Scenario): void {
  scenario('the modSeqs of a reader are those of what it sees (RFC 7162)', async ({ inbox }) => {
    await appendSubjects(inbox, 'one', 'two', 'three')
    const bob = inbox.readBy('bob')
    const before = (await bob.status()).highestModSeq
    const { changed } = await bob.changeFlags(uids(2), SEEN)
    assert.ok((changed[0]?.modSeq ?? 0n) > before)
    assert.equal((await bob.status()).highestModSeq, changed[0]?.modSeq)
    assert.equal(await modSeqOf(bob, 2), changed[0]?.modSeq)
    assert.deepEqual((await bob.changesSince(before)).changed.map(({ uid, flags }) => [uid, ...flags]), [[2, '\\Seen']])
    assert.deepEqual((await inbox.changesSince(before)).changed, [])
    assert.deepEqual((await inbox.readBy('carol').changesSince(before)).changed, [])
    const since = (await bob.status()).highestModSeq
    await inbox.changeFlags(uids(3), { operation: 'add', flags: ['\\Flagged'] })
    assert.deepEqual((await bob.changesSince(since)).changed.map(({ uid }) => uid), [3])
    assert.deepEqual((await bob.changeFlags(uids(2), SEEN)).changed.map(({ modSeq }) => modSeq), [changed[0]?.modSeq])
    await bob.changeFlags(uids(2), UNSEEN)
    assert.deepEqual((await bob.changesSince(since)).changed.map(({ uid, flags }) => [uid, ...flags]), [[2], [3, '\\Flagged']])
  })

  scenario('a condition is about what the reader sees', async ({ inbox }) => {
    await appendSubjects(inbox, 'one', 'two')
    const bob = inbox.readBy('bob')
    const before = (await bob.status()).highestModSeq
    await bob.changeFlags(uids(1), SEEN)
    assert.deepEqual((await bob.changeFlags(uids(1, 2), { operation: 'add', flags: ['Red'] }, before)).skipped, [1])
    assert.deepEqual((await inbox.changeFlags(uids(1), { operation: 'add', flags: ['Blue'] }, before)).skipped, [])
  })

  scenario('every message has changed when \\Seen becomes one for all, and back', async ({ inbox }) => {
    await appendSubjects(inbox, 'one', 'two')
    for (const value of ['true', 'false']) {
      const before = (await inbox.status()).highestModSeq
      await inbox.annotations.set(new Map([[SHARED_SEEN, Buffer.from(value)]]))
      assert.deepEqual((await inbox.readBy('bob').changesSince(before)).changed.map(({ uid }) => uid), [1, 2])
      const after = (await inbox.status()).highestModSeq
      await inbox.annotations.set(new Map([['/shared/comment', Buffer.from('x')], [SHARED_SEEN, Buffer.from(value)]]))
      assert.equal((await inbox.status()).highestModSeq, after)
    }
  })
}

function carried(scenario: Scenario): void {
  scenario('copies and moves within the account keep what each reader has seen', async ({ inbox, store }) => {
    await inbox.append(several(message('a', { flags: ['\\Seen'] }), message('b'), message('c')))
    await inbox.readBy('bob').changeFlags(uids(2), SEEN)
    await inbox.readBy('carol').changeFlags(uids(3), SEEN)
    const work = await store.create('Work')
    await inbox.copy(uids(3, 1, 2), work)
    await inbox.readBy('bob').move(uids(2), work.readBy('bob'))
    await inbox.readBy('carol').copy(uids(3), work.readBy('carol'))
    assert.deepEqual(await flagsOf(work), ['', '\\Seen', '', '', ''])
    assert.deepEqual(await flagsOf(work.readBy('bob')), ['', '', '\\Seen', '\\Seen', ''])
    assert.deepEqual(await flagsOf(work.readBy('carol')), ['\\Seen', '', '', '', '\\Seen'])
    await store.rename('Work', 'Done')
    await store.rename('INBOX', 'Old')
    assert.deepEqual(await flagsOf((await mailboxOf(store, 'Done')).readBy('bob')), ['', '', '\\Seen', '\\Seen', ''])
    assert.deepEqual(await flagsOf((await mailboxOf(store, 'Old')).readBy('carol')), ['', '\\Seen'])
    await store.remove('Done')
    assert.deepEqual(await flagsOf((await store.create('Done')).readBy('bob')), [])
  })

  scenario('across accounts a copy has the \\Seen of who copies', async ({ inbox, stores }) => {
    const hers = await mailboxOf(await stores.of('bob'), 'INBOX')
    await inbox.append(several(message('a', { flags: ['\\Seen'] }), message('b')))
    await inbox.readBy('bob').changeFlags(uids(2), SEEN)
    await inbox.readBy('bob').copy(uids(1), hers)
    await inbox.readBy('bob').move(uids(1, 2), hers)
    assert.deepEqual(await flagsOf(hers), ['', '', '\\Seen'])
    await hers.copy(uids(3), inbox.readBy('bob'))
    assert.deepEqual([await flagsOf(inbox), await flagsOf(inbox.readBy('bob'))], [[''], ['\\Seen']])
    await inbox.readBy('bob').replace(3 as Uid, several(message('new', { flags: ['\\Seen'] })), inbox.readBy('bob'))
    assert.deepEqual([await inbox.uids(), await flagsOf(inbox), await flagsOf(inbox.readBy('bob'))], [[4], [''], ['\\Seen']])
  })
}

function manyMessages(scenario: Scenario): void {
  scenario('it is as exact among thousands, read one after the other and at once', async ({ inbox }) => {
    await inbox.append(several(...Array.from({ length: 4500 }, () => message('x'))))
    const bob = inbox.readBy('bob')
    const expected = new Set<number>()
    for (let uid = 4000; uid < 4200; uid += 1 + (uid % 3)) {
      await bob.changeFlags(uids(uid), SEEN)
      expected.add(uid)
    }
    const since = (await bob.status()).highestModSeq
    const marked = (await inbox.uids()).filter((uid) => uid % 100 === 50)
    await bob.changeFlags(marked, SEEN)
    assert.deepEqual((await bob.changesSince(since)).changed.map(({ uid }) => uid), marked.filter((uid) => !expected.has(uid)))
    for (const uid of marked) expected.add(uid)
    assert.equal((await bob.status()).unseen, 4500 - expected.size)
    const seen = (await messagesOf(bob)).filter(({ flags }) => flags.includes('\\Seen')).map(({ uid }) => uid)
    assert.deepEqual(seen, [...expected].sort((a, b) => a - b))
  })

  scenario('what has gone leaves the count of a reader, wherever it was', async ({ inbox }) => {
    await inbox.append(several(...Array.from({ length: 4200 }, () => message('x'))))
    const bob = inbox.readBy('bob')
    await bob.changeFlags((await inbox.uids()).filter((uid) => uid % 7 < 4), SEEN)
    const gone = (await inbox.uids()).filter((uid) => uid % 5 === 0 || (uid > 4090 && uid < 4100))
    await inbox.changeFlags(gone, { operation: 'add', flags: ['\\Deleted'] })
    await inbox.expunge(gone)
    const unseen = (await messagesOf(bob)).filter(({ flags }) => !flags.includes('\\Seen')).length
    assert.equal((await bob.status()).unseen, unseen)
  })
}
