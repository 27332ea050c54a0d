import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startComposition } from '../writing/begin/start-composition.ts'
import { leaveAfterPause, leaveAt, takeBack } from '../writing/sending/leave-later.ts'
import { saveComposition } from '../writing/save-composition.ts'
import { sendComposition } from '../writing/sending/send-composition.ts'
import { viewComposition } from '../writing/view-composition.ts'
import { ACCOUNT, MINUTE, HOUR, outboxForEach } from '#lib/testing/gateway/outbox-fixture.ts'

const at = outboxForEach()
const { restart, desk, write, waiting, stateOf, sent, inSent } = at

test('what waits is counted, until it leaves or is taken back', async () => {
  assert.equal(await at.outbox.countWaiting(), 0)
  const [first] = [await waiting(), await waiting()]
  assert.equal(await at.outbox.countWaiting(), 2)
  await at.outbox.takeBack(ACCOUNT, first)
  assert.equal(await at.outbox.countWaiting(), 1)
  at.now += 2 * HOUR
  await at.outbox.deliver()
  assert.equal(await at.outbox.countWaiting(), 0)
})

test('what waits leaves when it is due, not before, once, and with its copy in Sent', async () => {
  const id = await waiting()
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['waiting', 0])
  at.now += HOUR
  await Promise.all([at.outbox.deliver(), at.outbox.deliver(), sendComposition(desk(), id)])
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent(), await inSent()], [undefined, 1, 1])
  assert.equal(await at.outbox.find(ACCOUNT, id), undefined)
})

test('after Send there is a while in which it can be taken back, written on and sent again', async () => {
  const id = await write()
  assert.equal(await leaveAfterPause(desk(), id), false)
  assert.equal(await leaveAfterPause(desk(30), id), true)
  assert.equal(await stateOf(id), 'waiting')
  await takeBack(desk(), id)
  at.now += HOUR
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['open', 0])
  const kept = await at.site.writer.writing.store.get(ACCOUNT, id)
  await saveComposition(at.site.writer, id, kept.revision, { ...kept, body: 'Better text' })
  await leaveAfterPause(desk(30), id)
  at.now += HOUR
  await at.outbox.deliver()
  assert.equal(sent(), 1)
  assert.match(at.site.submissions.received[0]?.content ?? '', /Better text/)
  await assert.rejects(takeBack(desk(), id), { failure: 'conflict', refusal: { name: 'composition-being-sent' } })
})

test('a time is read by the person’s clocks; one that has gone, is none or is too far away is refused, and so is what nobody could send', async () => {
  const id = await write()
  const year = new Date(at.now).getUTCFullYear()
  for (const [later, name] of [['soon', 'sending-time'], [`${year - 1}-06-01T10:00`, 'sending-past'], [`${year + 3}-06-01T10:00`, 'sending-too-late']] as const) {
    await assert.rejects(leaveAt(desk(), id, { later, zone: 'UTC' }), { failure: 'invalid', refusal: { name } })
  }
  const nobody = await startComposition(at.site.writer, { kind: 'new' })
  await assert.rejects(leaveAt(desk(), nobody.id, { later: `${year + 1}-01-02T03:04`, zone: 'UTC' }), { refusal: { name: 'no-recipient' } })
  assert.equal(await stateOf(id), 'open')
  // The zone that they have chosen, whatever a browser says.
  const tomorrow = new Date(at.now + 24 * HOUR).toISOString().slice(0, 16)
  await leaveAt(desk(), id, { later: tomorrow, zone: 'Asia/Tokyo' })
  assert.equal((await at.outbox.find(ACCOUNT, id))?.due, Date.parse(`${tomorrow}Z`))
})

test('what waits cannot be changed behind its back: another window keeps its own', async () => {
  const id = await waiting()
  const kept = await at.site.writer.writing.store.get(ACCOUNT, id)
  const { kept: beside, conflict } = await saveComposition(at.site.writer, id, kept.revision, { ...kept, body: 'typed in another window' })
  assert.deepEqual([conflict, beside.id === id], [true, false])
  at.now += HOUR
  await at.outbox.deliver()
  assert.equal(at.site.submissions.received[0]?.content.includes('another window'), false)
})

test('a failure that may pass is tried again, with its reason, after longer and longer pauses; after two days it is given up', async () => {
  const id = await waiting(at.now)
  at.site.submissions.behaviour = { content: '451 4.7.1 greylisted' }
  const start = at.now
  const pauses: number[] = []
  for (let attempts = 0; attempts < 200 && (await stateOf(id)) === 'waiting'; attempts += 1) {
    await at.outbox.deliver()
    const view = await viewComposition(at.site.writer, id)
    assert.ok(view?.kind === 'open' && view.leaving?.problem)
    assert.match(JSON.stringify(view.leaving.problem), /submission-refused.*451 4\.7\.1 greylisted/)
    if (view.leaving.due === undefined) break
    pauses.push((view.leaving.due - at.now) / MINUTE)
    at.now = view.leaving.due
  }
  assert.deepEqual(pauses.slice(0, 6), [1, 5, 15, 30, 60, 60])
  assert.equal(await stateOf(id), 'open')
  assert.ok(at.now - start > 46 * HOUR && at.now - start <= 48 * HOUR)
  assert.equal((await at.outbox.find(ACCOUNT, id))?.sealed, undefined)
  at.site.submissions.behaviour = {}
  await sendComposition(desk(), id)
  assert.equal(sent(), 1)
})

test('a server that is not there is waited for', async () => {
  const id = await waiting(at.now)
  at.site.submissions.behaviour = { greeting: 'drop' }
  await at.outbox.deliver()
  assert.equal(await stateOf(id), 'waiting')
  at.site.submissions.behaviour = {}
  at.now += MINUTE
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], [undefined, 1])
})

for (const [what, behaviour] of [
  ['refused for good', { content: '550 5.7.1 no' }],
  ['refused every recipient', { recipient: () => '550 5.1.1 unknown' }],
  ['refused the password', { auth: '535 5.7.8 no' }],
] as const) {
  test(`a message ${what} can be written on at once, and says why`, async () => {
    const id = await waiting(at.now)
    at.site.submissions.behaviour = behaviour
    await at.outbox.deliver()
    const view = await viewComposition(at.site.writer, id)
    assert.ok(view?.kind === 'open')
    assert.deepEqual([view.state, view.leaving?.due, view.leaving?.problem?.refusal?.name.startsWith('submission-')], ['open', undefined, true])
    const { commands } = at.site.submissions
    const before = commands.length
    at.now += 24 * HOUR
    await at.outbox.deliver()
    assert.equal(commands.length, before)
  })
}

test('lost while the server was answering: never sent again by itself', async () => {
  const id = await waiting(at.now)
  at.site.submissions.behaviour = { content: 'drop' }
  await at.outbox.deliver()
  at.site.submissions.behaviour = {}
  at.now += 24 * HOUR
  await at.outbox.deliver()
  await restart()
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['uncertain', 0])
})
