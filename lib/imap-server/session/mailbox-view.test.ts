import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uidRunsOf } from '#lib/mail-store/uid-runs.ts'
import type { Mailbox, MailboxChange, MessageMeta, UidRun } from '#lib/mail-store/mail-store.ts'
import type { ModSeq, Uid, UidValidity } from '#lib/mail/uid.ts'
import { parseSequenceSet } from '../protocol/sequence-set.ts'
import { MailboxView, type Notice } from './mailbox-view.ts'
import { RecentLedger } from './recent-ledger.ts'

/** A mailbox that can only be counted and watched. */
class WatchedMailbox {
  readonly name = 'INBOX'
  readonly uidValidity = 7 as UidValidity
  readonly #uids: number[]
  #listeners: ((change: MailboxChange) => void)[] = []
  beforeUids: () => void = () => undefined

  constructor(uids: readonly number[]) {
    this.#uids = [...uids]
  }

  async uidRuns(): Promise<readonly UidRun[]> {
    this.beforeUids()
    return uidRunsOf(this.#uids as Uid[])
  }

  watch(listener: (change: MailboxChange) => void): () => void {
    this.#listeners.push(listener)
    return () => (this.#listeners = this.#listeners.filter((other) => other !== listener))
  }

  get watchers(): number {
    return this.#listeners.length
  }

  tell(change: MailboxChange): void {
    for (const listener of this.#listeners) listener(change)
  }
}

const meta = (uid: number, modSeq = 2n, flags: readonly string[] = ['\\Seen']): MessageMeta => ({ uid: uid as Uid, flags, modSeq: modSeq as ModSeq, internalDate: 0, zone: 0, saveDate: 0, size: 1 })
const appended = (...uids: number[]): MailboxChange => ({ kind: 'appended', metas: uids.map((uid) => meta(uid)) })
const flagged = (...uids: number[]): MailboxChange => ({ kind: 'flags', metas: uids.map((uid) => meta(uid)) })
const expunged = (...uids: number[]): MailboxChange => ({ kind: 'expunged', uids: uids as Uid[], modSeq: 9n as ModSeq })

const open = (mailbox: WatchedMailbox, readOnly = true, ledger = new RecentLedger()): Promise<MailboxView> =>
  MailboxView.open(mailbox as unknown as Mailbox, { readOnly, ledger, ledgerKey: 'alice INBOX' })

const said = (...notices: readonly Notice[]): string =>
  notices
    .map((notice) => {
      if (notice.kind === 'exists') return `${notice.count} EXISTS`
      return notice.kind === 'expunge' ? `${notice.sequence} EXPUNGE` : `${notice.sequence} FETCH ${notice.meta.uid}`
    })
    .join(', ')

/** Tells a client all that it may know. */
const hearAll = (view: MailboxView): void => void said(...view.takeNotices(true))

interface Row {
  readonly why: string
  readonly uids: readonly number[]
  readonly changes: readonly MailboxChange[]
  /** What may be told while EXPUNGE may not. */
  readonly held: string
  /** What is told after that, when it may. */
  readonly then: string
}

const ROWS: readonly Row[] = [
  { why: 'nothing', uids: [1], changes: [], held: '', then: '' },
  { why: 'arrivals are counted once', uids: [1], changes: [appended(2), appended(3, 4)], held: '4 EXISTS', then: '' },
  { why: 'an arrival that was there already', uids: [1, 2], changes: [appended(2)], held: '', then: '' },
  { why: 'flags', uids: [3, 5], changes: [flagged(5)], held: '2 FETCH 5', then: '' },
  { why: 'flags of a message nobody was told of', uids: [3], changes: [flagged(4)], held: '', then: '' },
  { why: 'an expunge waits', uids: [3, 5, 9], changes: [expunged(5)], held: '', then: '2 EXPUNGE' },
  { why: 'several renumber as they go', uids: [1, 2, 3, 4], changes: [expunged(1, 2, 4)], held: '', then: '1 EXPUNGE, 1 EXPUNGE, 2 EXPUNGE' },
  { why: 'everything behind an expunge waits', uids: [1, 2], changes: [flagged(1), expunged(1), flagged(2), appended(3)], held: '1 FETCH 1', then: '1 EXPUNGE, 1 FETCH 2, 2 EXISTS' },
  { why: 'an expunge of the unknown', uids: [1], changes: [expunged(7)], held: '', then: '' },
  { why: 'came and went', uids: [1], changes: [appended(2), expunged(2)], held: '2 EXISTS', then: '2 EXPUNGE' },
  { why: 'flags before an expunge below them', uids: [1, 2], changes: [flagged(2), expunged(1)], held: '2 FETCH 2', then: '1 EXPUNGE' },
]

test('changes are told in the numbers that the client has', async () => {
  for (const { why, uids, changes, held, then } of ROWS) {
    const mailbox = new WatchedMailbox(uids)
    const view = await open(mailbox)
    for (const change of changes) mailbox.tell(change)
    assert.equal(said(...view.takeNotices(false)), held, why)
    assert.equal(said(...view.takeNotices(true)), then, why)
    assert.equal(view.hasNotices(true), false, why)
  }
})

test('what leaves is told before what comes where that is wanted, and what came and went is not told', async () => {
  const mailbox = new WatchedMailbox([1, 2])
  const view = await open(mailbox)
  for (const change of [appended(3, 4), flagged(4), flagged(1), expunged(1), expunged(3)]) mailbox.tell(change)
  view.departFirst()
  assert.equal(said(...view.takeNotices(true)), '1 EXPUNGE, 2 EXISTS, 2 FETCH 4')
  assert.deepEqual(view.uids(), [2, 4])
})

test('numbers do not move before the client is told', async () => {
  const mailbox = new WatchedMailbox([10, 20, 30])
  const view = await open(mailbox)
  mailbox.tell(expunged(10))
  mailbox.tell(appended(40))
  const resolved = (set: string, by: 'sequence' | 'uid'): readonly number[] => view.resolve(parseSequenceSet(set)!, by)
  assert.deepEqual(resolved('2:*', 'sequence'), [20, 30])
  assert.deepEqual(resolved('1', 'sequence'), [10])
  assert.equal(view.sequenceOf(40 as Uid), 0)
  hearAll(view)
  assert.deepEqual(resolved('2:*', 'sequence'), [30, 40])
  assert.deepEqual(resolved('1', 'sequence'), [20])
  assert.deepEqual(resolved('15:*', 'uid'), [20, 30, 40])
  assert.deepEqual(resolved('99:*', 'uid'), [40])
  assert.equal(view.covers(parseSequenceSet('3')!), true)
  assert.equal(view.covers(parseSequenceSet('4')!), false)
  assert.equal(view.covers(parseSequenceSet('*')!), true)
})

test('much is told a little at a time, in the numbers of each moment, and what comes meanwhile comes after it', async () => {
  const uids = Array.from({ length: 2500 }, (_, index) => index + 1)
  const mailbox = new WatchedMailbox(uids)
  const view = await open(mailbox)
  mailbox.tell(flagged(...uids))
  mailbox.tell(expunged(...uids.filter((uid) => uid % 2 === 0).toReversed()))
  mailbox.tell(appended(...uids.map((uid) => 3000 + uid)))
  const notices = view.takeNotices(true)
  assert.equal(view.count, 2500, 'nothing is worked out before it is told')
  const [sequences, counts]: [number[], number[]] = [[], []]
  let told = 0
  for (const notice of notices) {
    if (told++ === 0) mailbox.tell(expunged(1))
    if (notice.kind === 'expunge') sequences.push(notice.sequence)
    if (notice.kind === 'exists') counts.push(notice.count, notice.uids.length)
  }
  assert.equal(told, 2500 + 1250 + 1)
  assert.deepEqual(sequences, Array.from({ length: 1250 }, (_, index) => index + 2))
  assert.deepEqual(counts, [3750, 2500])
  assert.equal(said(...view.takeNotices(true)), '1 EXPUNGE')
})

test('a change while the view opens is neither lost nor told twice', async () => {
  const mailbox = new WatchedMailbox([1, 2])
  mailbox.beforeUids = () => {
    mailbox.tell(appended(2))
    mailbox.tell(appended(3))
    mailbox.tell(expunged(1))
  }
  const view = await open(mailbox)
  assert.equal(said(...view.takeNotices(true)), '3 EXISTS, 1 EXPUNGE')
})

test('a session is not told of its own flags again, nor kept from others\'', async () => {
  const mailbox = new WatchedMailbox([1, 2])
  const view = await open(mailbox)
  mailbox.tell({ kind: 'flags', metas: [meta(1, 5n), meta(2, 5n)] })
  mailbox.tell({ kind: 'flags', metas: [meta(2, 6n)] })
  view.markTold({ changed: [meta(1, 5n), meta(2, 5n)], modSeqs: [] })
  assert.equal(said(...view.takeNotices(true)), '2 FETCH 2')
})

test('what others have changed is told even of a silent change, also where it left that one nothing to do', async () => {
  const mailbox = new WatchedMailbox([1, 2, 3, 4, 5])
  const view = await open(mailbox)
  mailbox.tell({ kind: 'flags', metas: [meta(1, 4n)] })
  const { others } = await view.changing(async () => {
    mailbox.tell({ kind: 'flags', metas: [meta(2, 5n), meta(3, 5n)] })
    mailbox.tell({ kind: 'flags', metas: [meta(1, 6n), meta(3, 6n), meta(4, 6n)] })
    mailbox.tell({ kind: 'flags', metas: [meta(4, 7n), meta(5, 7n)] })
    return { changed: [meta(1, 6n), meta(2, 5n), meta(3, 6n), meta(4, 6n), meta(5, 2n)], skipped: [], modSeqs: [6n as ModSeq] }
  })
  assert.deepEqual([...others], [1, 2, 3])
  assert.equal(said(...view.takeNotices(true)), '4 FETCH 4, 5 FETCH 5', 'what is newer is news as ever')
})

test('what others have changed is not forgotten where there was much to be told', async () => {
  const mailbox = new WatchedMailbox([1, 2, 3])
  const view = await open(mailbox)
  const { others } = await view.changing(async () => {
    mailbox.tell({ kind: 'flags', metas: [meta(1, 5n)] })
    for (let round = 0; round < 100; round++) mailbox.tell({ kind: 'flags', metas: [meta(2, BigInt(round + 6))] })
    mailbox.tell({ kind: 'flags', metas: [meta(1, 200n), meta(3, 200n)] })
    return { changed: [meta(1, 200n), meta(3, 200n)], skipped: [], modSeqs: [200n as ModSeq] }
  })
  assert.deepEqual([...others], [1])
})

test('a client that never asks costs no more than what there is to tell', async () => {
  const mailbox = new WatchedMailbox([1, 2, 3])
  const view = await open(mailbox)
  for (let round = 0; round < 500; round++) {
    mailbox.tell(appended(10 + round))
    mailbox.tell({ kind: 'flags', metas: [meta(1, BigInt(round + 10), [`k${round}`])] })
    if (round > 0) mailbox.tell(expunged(9 + round))
  }
  const notices = [...view.takeNotices(true)]
  const flags = notices.filter((notice) => notice.kind === 'flags')
  assert.ok(flags.length < 100, 'old flags were dropped for newer ones')
  assert.deepEqual(flags.at(-1)?.meta.flags, ['k499'])
  assert.deepEqual(view.uids(), [1, 2, 3, 509])
})

test('each message is recent in one session, and examining takes it from nobody', async () => {
  const ledger = new RecentLedger()
  const mailbox = new WatchedMailbox([1, 2])
  const examined = await open(mailbox, true, ledger)
  assert.equal(examined.recentCount, 2)
  const first = await open(mailbox, false, ledger)
  assert.equal(first.recentCount, 2)
  const second = await open(mailbox, false, ledger)
  assert.equal(second.recentCount, 0)
  mailbox.tell(appended(3))
  hearAll(second)
  hearAll(first)
  assert.deepEqual([first.recentCount, second.recentCount], [2, 1])
  assert.deepEqual(second.flagsOf(meta(3)), ['\\Seen', '\\Recent'])
  assert.deepEqual(first.flagsOf(meta(3)), ['\\Seen'])
})

test('waiting ends with a change, a nudge or the end of the mailbox', async () => {
  const mailbox = new WatchedMailbox([1])
  const view = await open(mailbox)
  const change = view.changed()
  mailbox.tell(flagged(1))
  await change
  hearAll(view)
  const nudge = view.changed()
  view.nudge()
  await nudge
  mailbox.tell({ kind: 'removed' })
  await view.changed()
  assert.equal(view.isRemoved, true)
})

test('a closed view watches no more', async () => {
  const mailbox = new WatchedMailbox([1])
  const view = await open(mailbox)
  assert.equal(mailbox.watchers, 1)
  view.close()
  assert.equal(mailbox.watchers, 0)
})
