import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leaveAt, takeBack } from '../writing/sending/leave-later.ts'
import { saveComposition } from '../writing/save-composition.ts'
import { sendDurably } from '../writing/sending/send-durably.ts'
import { viewComposition } from '../writing/view-composition.ts'
import { ACCOUNT, MINUTE, HOUR, outboxForEach } from '#lib/testing/gateway/outbox-fixture.ts'

const at = outboxForEach()
const { open, restart, sender, desk, write, stateOf, sent, inSent } = at

for (const [what, behaviour] of [
  ['is not there', { greeting: 'drop' }],
  ['says not now to the message', { content: '451 4.7.1 greylisted' }],
  ['says not now to every recipient', { recipient: () => '450 4.2.1 busy' }],
  ['hangs up in the middle of the message', { dropContentAfter: 100_000 }],
] as const) {
  test(`sent directly to a server that ${what}: waits with the reason, and leaves once by itself`, async () => {
    // More than fits on its way: it breaks while there is something left to be sent.
    const id = await write('line\n'.repeat(390_000))
    at.site.submissions.behaviour = behaviour
    assert.equal(await sendDurably(desk(), id), undefined)
    const view = await viewComposition(at.site.writer, id)
    assert.ok(view?.kind === 'open')
    assert.deepEqual([view.state, view.leaving?.due, view.leaving?.problem?.refusal?.name.startsWith('submission-')], ['waiting', at.now + MINUTE, true])
    at.site.submissions.behaviour = {}
    await restart()
    await at.outbox.deliver()
    assert.equal(sent(), 0)
    at.now += MINUTE
    await at.outbox.deliver()
    assert.deepEqual([await stateOf(id), sent(), await inSent()], [undefined, 1, 1])
  })
}

test('what waits for another attempt can be stopped and written on, or hurried', async () => {
  const id = await write()
  at.site.submissions.behaviour = { greeting: 'drop' }
  await sendDurably(desk(), id)
  assert.equal(await sendDurably(desk(), id), undefined)
  await takeBack(desk(), id)
  const kept = await at.site.writer.writing.store.get(ACCOUNT, id)
  await saveComposition(at.site.writer, id, kept.revision, { ...kept, body: 'Better text' })
  at.site.submissions.behaviour = {}
  at.now += HOUR
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['open', 0])
  const [one, other] = await Promise.all([sendDurably(desk(), id), sendDurably(desk(), id)])
  assert.deepEqual([one?.outcome.accepted, other, sent(), await inSent()], [['bob@example.test'], one, 1, 1])
})

test('sent directly and refused for good: can be written on, and nothing is tried again', async () => {
  const id = await write()
  at.site.submissions.behaviour = { content: '550 5.7.1 no' }
  await assert.rejects(sendDurably(desk(), id), { refusal: { name: 'submission-refused', with: { answer: '550 5.7.1 no' } } })
  assert.deepEqual([await stateOf(id), await at.outbox.find(ACCOUNT, id)], ['open', undefined])
})

test('sent directly and lost after the last octet: uncertain, and sent again only by hand', async () => {
  const id = await write()
  at.site.submissions.behaviour = { content: 'drop' }
  await assert.rejects(sendDurably(desk(), id), { refusal: { name: 'submission-uncertain' } })
  at.site.submissions.behaviour = {}
  at.now += 24 * HOUR
  await at.outbox.deliver()
  await restart()
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent()], ['uncertain', 0])
  at.site.submissions.behaviour = { greeting: 'drop' }
  await assert.rejects(sendDurably(desk(), id), { failure: 'server-unreachable' })
  assert.equal(await stateOf(id), 'uncertain')
  at.site.submissions.behaviour = {}
  await sendDurably(desk(), id)
  assert.equal(sent(), 1)
})

test('a process that dies while it sends leaves the message to the next one', async () => {
  const id = await write()
  void at.outbox.attempt(sender(), id, () => new Promise(() => undefined))
  while ((await stateOf(id)) !== 'waiting') await new Promise(setImmediate)
  await at.site.writer.writing.store.advance(ACCOUNT, id, ['waiting'], 'sending')
  await restart()
  at.now += MINUTE
  await at.outbox.deliver()
  assert.deepEqual([await stateOf(id), sent(), await inSent()], [undefined, 1, 1])
})

test('with "signed-in" a direct attempt that failed is not repeated, and says so', async () => {
  await open('signed-in')
  const id = await write()
  at.site.submissions.behaviour = { content: '451 4.7.1 greylisted' }
  await assert.rejects(sendDurably(desk(), id), { refusal: { name: 'submission-not-repeated', with: { answer: '451 4.7.1 greylisted' } } })
  assert.deepEqual([await stateOf(id), await at.outbox.find(ACCOUNT, id)], ['open', undefined])
})

test('who wants the server to hold it has it there at once where it can, and in the outbox elsewhere', async () => {
  const holding = { ...desk(), habits: { ...desk().habits, 'composing.hold_at_server': true } }
  const later = new Date(at.now + 24 * HOUR).toISOString().slice(0, 16)
  const elsewhere = await write()
  assert.equal(await leaveAt(holding, elsewhere, { later, zone: 'UTC' }), undefined)
  assert.deepEqual([await stateOf(elsewhere), sent()], ['waiting', 0])
  at.site.submissions.behaviour = { ehlo: '250-fake.test\r\n250-AUTH PLAIN\r\n250 FUTURERELEASE 99999999 2999-01-01T00:00:00Z' }
  const id = await write()
  const held = await leaveAt(holding, id, { later, zone: 'UTC' })
  assert.equal(held?.outcome.heldUntil, Date.parse(`${later}Z`))
  assert.deepEqual([await stateOf(id), sent(), await inSent(), at.site.submissions.commands.some((command) => command.endsWith(` HOLDUNTIL=${later}:00Z`))], [undefined, 1, 1, true])
  assert.match(at.site.submissions.received[0]?.content ?? '', new RegExp(`^Date: .*${new Date(`${later}Z`).getUTCDate()} `, 'm'))
})
