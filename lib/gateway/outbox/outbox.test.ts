import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import type { ImapFixture } from '#lib/testing/imap-fixture.ts'
import { readMailbox, type WritingFixture, writingForEach } from '#lib/testing/writing-fixture.ts'
import { discardComposition } from '../writing/discard-composition.ts'
import { startComposition } from '../writing/begin/start-composition.ts'
import { leaveAfterPause, leaveAt, takeBack } from '../writing/sending/leave-later.ts'
import { saveComposition } from '../writing/save-composition.ts'
import { saveOpenCompositions } from '../writing/save-open-compositions.ts'
import type { Submitted } from '../writing/sending/finish-submission.ts'
import { sendComposition } from '../writing/sending/send-composition.ts'
import { sendDurably } from '../writing/sending/send-durably.ts'
import { viewComposition } from '../writing/view-composition.ts'
import type { Writer } from '../writing/writing.ts'
import { Outbox } from './outbox.ts'
import { SenderBox } from './sender-box.ts'
import type { ServiceAccount } from './service-account.ts'

const ACCOUNT = 'account of alice'
const MINUTE = 60_000
const HOUR = 60 * MINUTE

let imap: ImapFixture
let site: WritingFixture
let folder: string
let now: number
let isSignedIn: boolean
let outbox: Outbox
/** The password of whoever sent last. */
let sentWith: string
writingForEach((fresh) => ({ imap, site } = fresh))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-outbox-'))
  now = Date.now()
  isSignedIn = true
  await open('kept')
})
afterEach(async () => {
  await outbox.stop()
  await rm(folder, { recursive: true, force: true })
})

async function open(credentials: 'kept' | 'signed-in', service?: ServiceAccount): Promise<void> {
  outbox = new Outbox({
    store: site.writer.writing.outbox,
    box: credentials === 'kept' ? await SenderBox.open(join(folder, 'keys.json'), service) : undefined,
    writerOf: async () => desk(),
    isSignedIn: async () => isSignedIn,
    done: async (from) => void (sentWith = from.credentials().password),
    log: createLog('error', () => undefined),
    attemptsLast: 48 * HOUR,
    now: () => now,
  })
}

/** The process dies, and the next one looks into its outbox. */
async function restart(credentials: 'kept' | 'signed-in' = 'kept'): Promise<void> {
  await outbox.stop()
  await site.restart()
  await open(credentials)
}

const sender = (): SignedIn => ({ ...site.writer.session, imap: { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true }, onPublicComputer: false })

function desk(undo = 0): Writer {
  const later = { outlivesSession: outbox.outlivesSession(sender()), put: (id: string, due: number) => outbox.put(sender(), id, due), attempt: (id: string, send: () => Promise<Submitted>) => outbox.attempt(sender(), id, send), takeBack: (id: string) => outbox.takeBack(ACCOUNT, id) }
  return { ...site.writer, habits: { ...site.writer.habits, 'composing.undo_seconds': undo, time_zone: 'UTC' }, later }
}

async function write(body = 'Text', to = 'bob@example.test'): Promise<string> {
  const begun = await startComposition(site.writer, { kind: 'new' })
  return (await saveComposition(site.writer, begun.id, begun.revision, { ...begun, to, subject: 'Hello', body })).kept.id
}

async function waiting(due = now + HOUR, body?: string): Promise<string> {
  const id = await write(body)
  await outbox.put(sender(), id, due)
  return id
}

const stateOf = async (id: string): Promise<string | undefined> => (await site.writer.writing.store.find(ACCOUNT, id))?.state
const sent = (): number => site.submissions.received.length
const inSent = async (): Promise<number> => (await readMailbox(site.connections, 'Sent')).length

test('what waits is counted, until it leaves or is taken back', async () => {
  assert.equal(await outbox.countWaiting(), 0)
  const [first] = [await waiting(), await waiting()]
  assert.equal(await outbox.countWaiting(), 2)
  await outbox.takeBack(ACCOUNT, first)
  assert.equal(await outbox.countWaiting(), 1)
  now += 2 * HOUR
  await outbox.deliver()
  assert.equal(await outbox.countWaiting(), 0)
})

test('what waits leaves when it is due, not before, once, and with its copy in Sent', async () => {
  const id = await waiting()
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['waiting', 0])
  now += HOUR
  await Promise.all([outbox.deliver(), outbox.deliver(), sendComposition(desk(), id)])
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent(), await inSent()], [undefined, 1, 1])
  assert.equal(await outbox.find(ACCOUNT, id), undefined)
})

test('after Send there is a while in which it can be taken back, written on and sent again', async () => {
  const id = await write()
  assert.equal(await leaveAfterPause(desk(), id), false)
  assert.equal(await leaveAfterPause(desk(30), id), true)
  assert.equal(await stateOf(id), 'waiting')
  await takeBack(desk(), id)
  now += HOUR
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['open', 0])
  const kept = await site.writer.writing.store.get(ACCOUNT, id)
  await saveComposition(site.writer, id, kept.revision, { ...kept, body: 'Better text' })
  await leaveAfterPause(desk(30), id)
  now += HOUR
  await outbox.deliver()
  assert.equal(sent(), 1)
  assert.match(site.submissions.received[0]?.content ?? '', /Better text/)
  await assert.rejects(takeBack(desk(), id), { failure: 'conflict', refusal: { name: 'composition-being-sent' } })
})

test('a time is read by the person’s clocks; one that has gone, is none or is too far away is refused, and so is what nobody could send', async () => {
  const id = await write()
  const year = new Date(now).getUTCFullYear()
  for (const [later, name] of [['soon', 'sending-time'], [`${year - 1}-06-01T10:00`, 'sending-past'], [`${year + 3}-06-01T10:00`, 'sending-too-late']] as const) {
    await assert.rejects(leaveAt(desk(), id, { later, zone: 'UTC' }), { failure: 'invalid', refusal: { name } })
  }
  const nobody = await startComposition(site.writer, { kind: 'new' })
  await assert.rejects(leaveAt(desk(), nobody.id, { later: `${year + 1}-01-02T03:04`, zone: 'UTC' }), { refusal: { name: 'no-recipient' } })
  assert.equal(await stateOf(id), 'open')
  // The zone that they have chosen, whatever a browser says.
  const tomorrow = new Date(now + 24 * HOUR).toISOString().slice(0, 16)
  await leaveAt(desk(), id, { later: tomorrow, zone: 'Asia/Tokyo' })
  assert.equal((await outbox.find(ACCOUNT, id))?.due, Date.parse(`${tomorrow}Z`))
})

test('what waits outlives a restart, and so does who sends it', async () => {
  const id = await waiting()
  await restart()
  now += HOUR
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], [undefined, 1])
})

test('what waits leaves with the password that its sender has by then, after a restart and where none is kept', async () => {
  const changed = (password: string): SignedIn => ({ ...sender(), credentials: () => ({ user: 'alice', password }) })
  for (const credentials of ['kept', 'signed-in'] as const) {
    await restart(credentials)
    await waiting()
    await outbox.changeSender({ ...changed('of another'), account: 'another' })
    await outbox.changeSender(changed(`next, ${credentials}`))
    if (credentials === 'kept') await restart()
    now += HOUR
    await outbox.deliver()
    assert.equal(sentWith, `next, ${credentials}`)
  }
  assert.equal(sent(), 2)
})

test('a crash before the content left sends it later; one while it leaves sends nothing again', async () => {
  const early = await waiting()
  const late = await waiting()
  await site.writer.writing.store.advance(ACCOUNT, early, ['waiting'], 'sending')
  await site.writer.writing.store.advance(ACCOUNT, late, ['waiting'], 'delivering')
  await restart()
  assert.deepEqual([await stateOf(early), await stateOf(late)], ['waiting', 'uncertain'])
  now += HOUR
  await outbox.deliver()
  assert.deepEqual([await stateOf(early), await stateOf(late), sent()], [undefined, 'uncertain', 1])
})

test('a failure that may pass is tried again, with its reason, after longer and longer pauses; after two days it is given up', async () => {
  const id = await waiting(now)
  site.submissions.behaviour = { content: '451 4.7.1 greylisted' }
  const start = now
  const pauses: number[] = []
  for (let attempts = 0; attempts < 200 && (await stateOf(id)) === 'waiting'; attempts += 1) {
    await outbox.deliver()
    const view = await viewComposition(site.writer, id)
    assert.ok(view?.kind === 'open' && view.leaving?.problem)
    assert.match(JSON.stringify(view.leaving.problem), /submission-refused.*451 4\.7\.1 greylisted/)
    if (view.leaving.due === undefined) break
    pauses.push((view.leaving.due - now) / MINUTE)
    now = view.leaving.due
  }
  assert.deepEqual(pauses.slice(0, 6), [1, 5, 15, 30, 60, 60])
  assert.equal(await stateOf(id), 'open')
  assert.ok(now - start > 46 * HOUR && now - start <= 48 * HOUR)
  assert.equal((await outbox.find(ACCOUNT, id))?.sealed, undefined)
  site.submissions.behaviour = {}
  await sendComposition(desk(), id)
  assert.equal(sent(), 1)
})

test('a server that is not there is waited for', async () => {
  const id = await waiting(now)
  site.submissions.behaviour = { greeting: 'drop' }
  await outbox.deliver()
  assert.equal(await stateOf(id), 'waiting')
  site.submissions.behaviour = {}
  now += MINUTE
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], [undefined, 1])
})

for (const [what, behaviour] of [
  ['refused for good', { content: '550 5.7.1 no' }],
  ['refused every recipient', { recipient: () => '550 5.1.1 unknown' }],
  ['refused the password', { auth: '535 5.7.8 no' }],
] as const) {
  test(`a message ${what} can be written on at once, and says why`, async () => {
    const id = await waiting(now)
    site.submissions.behaviour = behaviour
    await outbox.deliver()
    const view = await viewComposition(site.writer, id)
    assert.ok(view?.kind === 'open')
    assert.deepEqual([view.state, view.leaving?.due, view.leaving?.problem?.refusal?.name.startsWith('submission-')], ['open', undefined, true])
    const { commands } = site.submissions
    const before = commands.length
    now += 24 * HOUR
    await outbox.deliver()
    assert.equal(commands.length, before)
  })
}

test('lost while the server was answering: never sent again by itself', async () => {
  const id = await waiting(now)
  site.submissions.behaviour = { content: 'drop' }
  await outbox.deliver()
  site.submissions.behaviour = {}
  now += 24 * HOUR
  await outbox.deliver()
  await restart()
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['uncertain', 0])
})

test('no password and no text of a message is on the disk in the clear, nor in the database with the key', async () => {
  await waiting(now + HOUR, 'Nothing secret')
  const { password } = site.writer.session.credentials()
  const gateway = join(site.writer.writing.spool.path('a'.repeat(22)), '..', '..')
  const databases = (await readdir(gateway)).filter((each) => each.includes('sqlite'))
  assert.ok(databases.length > 0)
  for (const name of databases) {
    assert.equal((await readFile(join(gateway, name))).includes(password), false, name)
  }
  const keys = join(folder, 'keys.json')
  assert.equal((await readFile(keys)).includes(password), false)
  assert.equal((await stat(keys)).mode & 0o777, 0o600)
})

test('what was sealed for one message opens for no other, and not when it was changed', async () => {
  const box = await SenderBox.open(join(folder, 'keys.json'))
  const sealed = box.seal(sender(), 'one') ?? ''
  assert.equal((await box.open(sealed, ACCOUNT, 'one'))?.credentials().password, sender().credentials().password)
  assert.equal(await box.open(sealed, ACCOUNT, 'other'), undefined)
  assert.equal(await box.open(sealed, 'account of bob', 'one'), undefined)
  const middle = sealed.length >> 1
  const changed = `${sealed.slice(0, middle)}${sealed[middle] === 'A' ? 'B' : 'A'}${sealed.slice(middle + 1)}`
  for (const wrong of [changed, '', '.', 'x.y']) assert.equal(await box.open(wrong, ACCOUNT, 'one'), undefined)
})

test('with "signed-in" nothing of the sender is on the disk, and nothing leaves once they are gone', async () => {
  await open('signed-in')
  const id = await waiting(now)
  assert.equal((await outbox.find(ACCOUNT, id))?.sealed, undefined)
  isSignedIn = false
  await outbox.deliver()
  const view = await viewComposition(site.writer, id)
  assert.ok(view?.kind === 'open')
  assert.deepEqual([view.state, view.leaving?.problem?.refusal?.name, sent()], ['open', 'sender-signed-out', 0])
  isSignedIn = true
  await outbox.put(sender(), id, now)
  await restart('signed-in')
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['open', 0])
})

test('with "service" what waits leaves after a restart, in the sender’s name and without their password; not for whom it does not serve', async () => {
  const service = { user: 'carol', password: 'postern-carol' }
  const openService = async (): Promise<void> => open('kept', { credentials: service, servers: sender() })
  await outbox.stop()
  await openService()
  const id = await waiting(now)
  assert.equal(outbox.outlivesSession(sender()), true)
  await outbox.changeSender(sender())
  await outbox.stop()
  await site.restart()
  await openService()
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent(), sentWith], [undefined, 1, service.password])
  const elsewhere = { ...sender(), smtp: { ...sender().smtp, port: 1 } }
  const other = await write()
  await outbox.put(elsewhere, other, now + HOUR)
  assert.deepEqual([outbox.outlivesSession(elsewhere), (await outbox.find(ACCOUNT, other))?.sealed], [false, undefined])
})

test('signing out: what outlives the session stays; else what is about to leave is sent, and what leaves much later goes to Drafts', async () => {
  const kept = await waiting(now + HOUR)
  await saveOpenCompositions(desk())
  assert.equal(await stateOf(kept), 'waiting')
  await takeBack(desk(), kept)
  await saveOpenCompositions(desk())
  await open('signed-in')
  await waiting(now + 10_000, 'about to leave')
  await waiting(now + HOUR, 'much later')
  await saveOpenCompositions(desk())
  assert.equal(sent(), 1)
  assert.match(site.submissions.received[0]?.content ?? '', /about to leave/)
  const drafts = (await readMailbox(site.connections, 'Drafts')).filter(({ content }) => content.includes('much later'))
  assert.equal(drafts.length, 1)
})

test('what waits cannot be changed behind its back: another window keeps its own', async () => {
  const id = await waiting()
  const kept = await site.writer.writing.store.get(ACCOUNT, id)
  const { kept: beside, conflict } = await saveComposition(site.writer, id, kept.revision, { ...kept, body: 'typed in another window' })
  assert.deepEqual([conflict, beside.id === id], [true, false])
  now += HOUR
  await outbox.deliver()
  assert.equal(site.submissions.received[0]?.content.includes('another window'), false)
})

for (const [what, behaviour] of [
  ['is not there', { greeting: 'drop' }],
  ['says not now to the message', { content: '451 4.7.1 greylisted' }],
  ['says not now to every recipient', { recipient: () => '450 4.2.1 busy' }],
  ['hangs up in the middle of the message', { dropContentAfter: 100_000 }],
] as const) {
  test(`sent directly to a server that ${what}: waits with the reason, and leaves once by itself`, async () => {
    // More than fits on its way: it breaks while there is something left to be sent.
    const id = await write('line\n'.repeat(390_000))
    site.submissions.behaviour = behaviour
    assert.equal(await sendDurably(desk(), id), undefined)
    const view = await viewComposition(site.writer, id)
    assert.ok(view?.kind === 'open')
    assert.deepEqual([view.state, view.leaving?.due, view.leaving?.problem?.refusal?.name.startsWith('submission-')], ['waiting', now + MINUTE, true])
    site.submissions.behaviour = {}
    await restart()
    await outbox.deliver()
    assert.equal(sent(), 0)
    now += MINUTE
    await outbox.deliver()
    assert.deepEqual([await stateOf(id), sent(), await inSent()], [undefined, 1, 1])
  })
}

test('what waits for another attempt can be stopped and written on, or hurried', async () => {
  const id = await write()
  site.submissions.behaviour = { greeting: 'drop' }
  await sendDurably(desk(), id)
  assert.equal(await sendDurably(desk(), id), undefined)
  await takeBack(desk(), id)
  const kept = await site.writer.writing.store.get(ACCOUNT, id)
  await saveComposition(site.writer, id, kept.revision, { ...kept, body: 'Better text' })
  site.submissions.behaviour = {}
  now += HOUR
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['open', 0])
  const [one, other] = await Promise.all([sendDurably(desk(), id), sendDurably(desk(), id)])
  assert.deepEqual([one?.outcome.accepted, other, sent(), await inSent()], [['bob@example.test'], one, 1, 1])
})

test('sent directly and refused for good: can be written on, and nothing is tried again', async () => {
  const id = await write()
  site.submissions.behaviour = { content: '550 5.7.1 no' }
  await assert.rejects(sendDurably(desk(), id), { refusal: { name: 'submission-refused', with: { answer: '550 5.7.1 no' } } })
  assert.deepEqual([await stateOf(id), await outbox.find(ACCOUNT, id)], ['open', undefined])
})

test('sent directly and lost after the last octet: uncertain, and sent again only by hand', async () => {
  const id = await write()
  site.submissions.behaviour = { content: 'drop' }
  await assert.rejects(sendDurably(desk(), id), { refusal: { name: 'submission-uncertain' } })
  site.submissions.behaviour = {}
  now += 24 * HOUR
  await outbox.deliver()
  await restart()
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['uncertain', 0])
  site.submissions.behaviour = { greeting: 'drop' }
  await assert.rejects(sendDurably(desk(), id), { failure: 'server-unreachable' })
  assert.equal(await stateOf(id), 'uncertain')
  site.submissions.behaviour = {}
  await sendDurably(desk(), id)
  assert.equal(sent(), 1)
})

test('a process that dies while it sends leaves the message to the next one', async () => {
  const id = await write()
  void outbox.attempt(sender(), id, () => new Promise(() => undefined))
  while ((await stateOf(id)) !== 'waiting') await new Promise(setImmediate)
  await site.writer.writing.store.advance(ACCOUNT, id, ['waiting'], 'sending')
  await restart()
  now += MINUTE
  await outbox.deliver()
  assert.deepEqual([await stateOf(id), sent(), await inSent()], [undefined, 1, 1])
})

test('with "signed-in" a direct attempt that failed is not repeated, and says so', async () => {
  await open('signed-in')
  const id = await write()
  site.submissions.behaviour = { content: '451 4.7.1 greylisted' }
  await assert.rejects(sendDurably(desk(), id), { refusal: { name: 'submission-not-repeated', with: { answer: '451 4.7.1 greylisted' } } })
  assert.deepEqual([await stateOf(id), await outbox.find(ACCOUNT, id)], ['open', undefined])
})

test('who wants the server to hold it has it there at once where it can, and in the outbox elsewhere', async () => {
  const holding = { ...desk(), habits: { ...desk().habits, 'composing.hold_at_server': true } }
  const later = new Date(now + 24 * HOUR).toISOString().slice(0, 16)
  const elsewhere = await write()
  assert.equal(await leaveAt(holding, elsewhere, { later, zone: 'UTC' }), undefined)
  assert.deepEqual([await stateOf(elsewhere), sent()], ['waiting', 0])
  site.submissions.behaviour = { ehlo: '250-fake.test\r\n250-AUTH PLAIN\r\n250 FUTURERELEASE 99999999 2999-01-01T00:00:00Z' }
  const id = await write()
  const held = await leaveAt(holding, id, { later, zone: 'UTC' })
  assert.equal(held?.outcome.heldUntil, Date.parse(`${later}Z`))
  assert.deepEqual([await stateOf(id), sent(), await inSent(), site.submissions.commands.some((command) => command.endsWith(` HOLDUNTIL=${later}:00Z`))], [undefined, 1, 1, true])
  assert.match(site.submissions.received[0]?.content ?? '', new RegExp(`^Date: .*${new Date(`${later}Z`).getUTCDate()} `, 'm'))
})

const [BOB, CAROL, DAVE] = ['bob@example.test', 'carol@example.test', 'dave@example.test'] as const
const GREY = '450 4.2.0 greylisted'
/** Those whom the server takes for now; `never` it never will. */
function takes(all: readonly string[], never: readonly string[] = []): void {
  site.submissions.behaviour = { recipient: (address) => (all.includes(address) ? undefined : never.includes(address) ? '550 5.1.1 unknown' : GREY) }
}
const got = (): readonly (readonly string[])[] => site.submissions.received.map(({ recipients }) => recipients)
const partlyOf = async (id: string) => {
  const view = await viewComposition(site.writer, id)
  return view?.kind === 'open' ? view.partly : undefined
}

for (const way of ['directly', 'by itself'] as const) {
  test(`sent ${way}, some not taken for now: those alone get it later, each with its reason, over a restart`, async () => {
    takes([BOB])
    const id = await write('Text', [BOB, CAROL, DAVE].join(', '))
    if (way === 'directly') assert.deepEqual((await sendDurably(desk(), id))?.leftovers, ['recipients'])
    else {
      await outbox.put(sender(), id, now)
      await outbox.deliver()
    }
    assert.deepEqual(await partlyOf(id), { accepted: [BOB], refused: [], waiting: [CAROL, DAVE].map((address) => ({ address, reply: GREY })) })
    assert.deepEqual([got(), await inSent()], [[[BOB]], 1])
    await restart()
    takes([BOB, CAROL])
    now += MINUTE
    await outbox.deliver()
    assert.deepEqual([got(), (await partlyOf(id))?.accepted], [[[BOB], [CAROL]], [BOB, CAROL]])
    assert.deepEqual((await outbox.find(ACCOUNT, id))?.problem?.refusal, { name: 'submission-recipients', with: { answer: `${DAVE} (${GREY})` } })
    takes([BOB, CAROL, DAVE])
    now += 5 * MINUTE
    await outbox.deliver()
    assert.deepEqual([got(), await stateOf(id), await inSent(), await outbox.find(ACCOUNT, id)], [[[BOB], [CAROL], [DAVE]], undefined, 1, undefined])
    assert.deepEqual((await site.writer.writing.store.outcome(ACCOUNT, id))?.accepted, [BOB, CAROL, DAVE])
    assert.equal(new Set(site.submissions.received.map(({ content }) => content)).size, 1)
  })
}

test('whom the server refuses for good in a later attempt is never asked for again, and their sender is told until they leave it at that', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL, DAVE].join(', '))
  await sendDurably(desk(), id)
  takes([BOB], [CAROL])
  now += MINUTE
  await outbox.deliver()
  takes([BOB, DAVE])
  now += HOUR
  await outbox.deliver()
  await outbox.deliver()
  const refused = [{ address: CAROL, reply: '550 5.1.1 unknown' }]
  assert.deepEqual([got(), await partlyOf(id)], [[[BOB], [DAVE]], { accepted: [BOB, DAVE], refused, waiting: [] }])
  assert.equal((await outbox.find(ACCOUNT, id))?.due, undefined)
  const outcome = await discardComposition(site.writer, id)
  assert.deepEqual([outcome.result, outcome.accepted, outcome.refused, await stateOf(id)], ['sent', [BOB, DAVE], refused, undefined])
})

test('who is refused at once when a message leaves by itself is told to its sender, too; who looks on is told by the page', async () => {
  takes([BOB], [CAROL])
  const refused = [{ address: CAROL, reply: '550 5.1.1 unknown' }]
  const id = await write('Text', [BOB, CAROL].join(', '))
  await outbox.put(sender(), id, now)
  await outbox.deliver()
  await outbox.deliver()
  assert.deepEqual([got(), await inSent(), await partlyOf(id), (await outbox.find(ACCOUNT, id))?.due], [[[BOB]], 1, { accepted: [BOB], refused, waiting: [] }, undefined])
  const looksOn = await write('Text', [BOB, CAROL].join(', '))
  const sending = await sendDurably(desk(), looksOn)
  assert.deepEqual([sending?.outcome.refused, sending?.leftovers, await stateOf(looksOn)], [refused, [], undefined])
})

test('after two days nobody is asked for by itself any more; by hand they are', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  await sendDurably(desk(), id)
  now += 50 * HOUR
  await outbox.deliver()
  assert.deepEqual([(await outbox.find(ACCOUNT, id))?.due, (await partlyOf(id))?.waiting.length, await stateOf(id)], [undefined, 1, 'accepted'])
  takes([BOB, CAROL])
  await sendDurably(desk(), id)
  assert.deepEqual([got(), await stateOf(id)], [[[BOB], [CAROL]], undefined])
})

test('lost while the server was answering them: never asked for again, and so it is said; a server that is not there is', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  await sendDurably(desk(), id)
  site.submissions.behaviour = { greeting: 'drop' }
  now += MINUTE
  await outbox.deliver()
  assert.deepEqual((await partlyOf(id))?.waiting, [{ address: CAROL, reply: GREY }])
  site.submissions.behaviour = { losesAnswer: true }
  now += HOUR
  await outbox.deliver()
  takes([BOB, CAROL])
  now += HOUR
  await outbox.deliver()
  assert.deepEqual([got(), (await partlyOf(id))?.refused.map(({ address, isUncertain }) => [address, isUncertain])], [[[BOB], [CAROL]], [[CAROL, true]]])
})

test('a process that dies with the content on its way asks for nobody again', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  await sendDurably(desk(), id)
  const { store } = site.writer.writing
  const record = (await store.get(ACCOUNT, id)).submission
  assert.ok(record?.waiting)
  await store.recordSubmission(ACCOUNT, id, { ...record, waiting: { ...record.waiting, isDelivering: true } })
  await restart()
  takes([BOB, CAROL])
  now += MINUTE
  await outbox.deliver()
  assert.deepEqual([got(), (await partlyOf(id))?.refused.map(({ isUncertain }) => isUncertain)], [[[BOB]], [true]])
})

test('before the first octet goes to them it is on the disk that it may have reached them', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  await sendDurably(desk(), id)
  takes([BOB, CAROL])
  const { store, spool } = site.writer.writing
  const marks: unknown[] = []
  const watched = { path: (file: string) => spool.path(file), remove: (files: readonly string[]) => spool.remove(files), read: (file: string) => Readable.from((async function* () {
    marks.push((await store.get(ACCOUNT, id)).submission?.waiting?.isDelivering)
    yield* spool.read(file)
  })()) } as unknown as Writer['writing']['spool']
  await sendComposition({ ...desk(), writing: { ...site.writer.writing, spool: watched } }, id)
  assert.deepEqual([marks, got()], [[true], [[BOB], [CAROL]]])
})

test('where nothing is tried again, who is not taken for now is refused at once', async () => {
  await open('signed-in')
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  const sending = await sendDurably(desk(), id)
  assert.deepEqual([sending?.leftovers, sending?.outcome.refused, await stateOf(id)], [[], [{ address: CAROL, reply: GREY }], undefined])
})

test('signing out leaves those who are asked for to the outbox', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  await sendDurably(desk(), id)
  await saveOpenCompositions(desk())
  assert.deepEqual([got().length, await stateOf(id)], [1, 'accepted'])
  takes([BOB, CAROL])
  now += MINUTE
  await outbox.deliver()
  assert.deepEqual(got(), [[BOB], [CAROL]])
})
