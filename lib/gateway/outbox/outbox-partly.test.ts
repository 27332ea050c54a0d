import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { discardComposition } from '../writing/discard-composition.ts'
import { saveOpenCompositions } from '../writing/save-open-compositions.ts'
import { sendComposition } from '../writing/sending/send-composition.ts'
import { sendDurably } from '../writing/sending/send-durably.ts'
import { viewComposition } from '../writing/view-composition.ts'
import type { Writer } from '../writing/writing.ts'
import { ACCOUNT, MINUTE, HOUR, outboxForEach } from '#lib/testing/gateway/outbox-fixture.ts'

const at = outboxForEach()
const { open, restart, sender, desk, write, stateOf, inSent } = at

const [BOB, CAROL, DAVE] = ['bob@example.test', 'carol@example.test', 'dave@example.test'] as const
const GREY = '450 4.2.0 greylisted'
/** Those whom the server takes for at.now; `never` it never will. */
function takes(all: readonly string[], never: readonly string[] = []): void {
  at.site.submissions.behaviour = { recipient: (address) => (all.includes(address) ? undefined : never.includes(address) ? '550 5.1.1 unknown' : GREY) }
}
const got = (): readonly (readonly string[])[] => at.site.submissions.received.map(({ recipients }) => recipients)
const partlyOf = async (id: string) => {
  const view = await viewComposition(at.site.writer, id)
  return view?.kind === 'open' ? view.partly : undefined
}

for (const way of ['directly', 'by itself'] as const) {
  test(`sent ${way}, some not taken for now: those alone get it later, each with its reason, over a restart`, async () => {
    takes([BOB])
    const id = await write('Text', [BOB, CAROL, DAVE].join(', '))
    if (way === 'directly') assert.deepEqual((await sendDurably(desk(), id))?.leftovers, ['recipients'])
    else {
      await at.outbox.put(sender(), id, at.now)
      await at.outbox.deliver()
    }
    assert.deepEqual(await partlyOf(id), { accepted: [BOB], refused: [], waiting: [CAROL, DAVE].map((address) => ({ address, reply: GREY })) })
    assert.deepEqual([got(), await inSent()], [[[BOB]], 1])
    await restart()
    takes([BOB, CAROL])
    at.now += MINUTE
    await at.outbox.deliver()
    assert.deepEqual([got(), (await partlyOf(id))?.accepted], [[[BOB], [CAROL]], [BOB, CAROL]])
    assert.deepEqual((await at.outbox.find(ACCOUNT, id))?.problem?.refusal, { name: 'submission-recipients', with: { answer: `${DAVE} (${GREY})` } })
    takes([BOB, CAROL, DAVE])
    at.now += 5 * MINUTE
    await at.outbox.deliver()
    assert.deepEqual([got(), await stateOf(id), await inSent(), await at.outbox.find(ACCOUNT, id)], [[[BOB], [CAROL], [DAVE]], undefined, 1, undefined])
    assert.deepEqual((await at.site.writer.writing.store.outcome(ACCOUNT, id))?.accepted, [BOB, CAROL, DAVE])
    assert.equal(new Set(at.site.submissions.received.map(({ content }) => content)).size, 1)
  })
}

test('where the octets that were sent have gone, who has not got them is told as refused, and nobody gets anything twice', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  await sendDurably(desk(), id)
  const { store, spool } = at.site.writer.writing
  await spool.remove([(await store.get(ACCOUNT, id)).submission?.message ?? ''])
  takes([BOB, CAROL])
  at.now += MINUTE
  await at.outbox.deliver()
  at.now += HOUR
  await at.outbox.deliver()
  assert.deepEqual([got(), await partlyOf(id)], [[[BOB]], { accepted: [BOB], refused: [{ address: CAROL, reply: GREY }], waiting: [] }])
})

test('whom the server refuses for good in a later attempt is never asked for again, and their sender is told until they leave it at that', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL, DAVE].join(', '))
  await sendDurably(desk(), id)
  takes([BOB], [CAROL])
  at.now += MINUTE
  await at.outbox.deliver()
  takes([BOB, DAVE])
  at.now += HOUR
  await at.outbox.deliver()
  await at.outbox.deliver()
  const refused = [{ address: CAROL, reply: '550 5.1.1 unknown' }]
  assert.deepEqual([got(), await partlyOf(id)], [[[BOB], [DAVE]], { accepted: [BOB, DAVE], refused, waiting: [] }])
  assert.equal((await at.outbox.find(ACCOUNT, id))?.due, undefined)
  const outcome = await discardComposition(at.site.writer, id)
  assert.deepEqual([outcome.result, outcome.accepted, outcome.refused, await stateOf(id)], ['sent', [BOB, DAVE], refused, undefined])
})

test('who is refused at once when a message leaves by itself is told to its sender, too; who looks on is told by the page', async () => {
  takes([BOB], [CAROL])
  const refused = [{ address: CAROL, reply: '550 5.1.1 unknown' }]
  const id = await write('Text', [BOB, CAROL].join(', '))
  await at.outbox.put(sender(), id, at.now)
  await at.outbox.deliver()
  await at.outbox.deliver()
  assert.deepEqual([got(), await inSent(), await partlyOf(id), (await at.outbox.find(ACCOUNT, id))?.due], [[[BOB]], 1, { accepted: [BOB], refused, waiting: [] }, undefined])
  const looksOn = await write('Text', [BOB, CAROL].join(', '))
  const sending = await sendDurably(desk(), looksOn)
  assert.deepEqual([sending?.outcome.refused, sending?.leftovers, await stateOf(looksOn)], [refused, [], undefined])
})

test('after two days nobody is asked for by itself any more; by hand they are', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  await sendDurably(desk(), id)
  at.now += 50 * HOUR
  await at.outbox.deliver()
  assert.deepEqual([(await at.outbox.find(ACCOUNT, id))?.due, (await partlyOf(id))?.waiting.length, await stateOf(id)], [undefined, 1, 'accepted'])
  takes([BOB, CAROL])
  await sendDurably(desk(), id)
  assert.deepEqual([got(), await stateOf(id)], [[[BOB], [CAROL]], undefined])
})

test('lost while the server was answering them: never asked for again, and so it is said; a server that is not there is', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  await sendDurably(desk(), id)
  at.site.submissions.behaviour = { greeting: 'drop' }
  at.now += MINUTE
  await at.outbox.deliver()
  assert.deepEqual((await partlyOf(id))?.waiting, [{ address: CAROL, reply: GREY }])
  at.site.submissions.behaviour = { losesAnswer: true }
  at.now += HOUR
  await at.outbox.deliver()
  takes([BOB, CAROL])
  at.now += HOUR
  await at.outbox.deliver()
  assert.deepEqual([got(), (await partlyOf(id))?.refused.map(({ address, isUncertain }) => [address, isUncertain])], [[[BOB], [CAROL]], [[CAROL, true]]])
})

test('a process that dies with the content on its way asks for nobody again', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  await sendDurably(desk(), id)
  const { store } = at.site.writer.writing
  const record = (await store.get(ACCOUNT, id)).submission
  assert.ok(record?.waiting)
  await store.recordSubmission(ACCOUNT, id, { ...record, waiting: { ...record.waiting, isDelivering: true } })
  await restart()
  takes([BOB, CAROL])
  at.now += MINUTE
  await at.outbox.deliver()
  assert.deepEqual([got(), (await partlyOf(id))?.refused.map(({ isUncertain }) => isUncertain)], [[[BOB]], [true]])
})

test('before the first octet goes to them it is on the disk that it may have reached them', async () => {
  takes([BOB])
  const id = await write('Text', [BOB, CAROL].join(', '))
  await sendDurably(desk(), id)
  takes([BOB, CAROL])
  const { store, spool } = at.site.writer.writing
  const marks: unknown[] = []
  const watched = { path: (file: string) => spool.path(file), size: (file: string) => spool.size(file), remove: (files: readonly string[]) => spool.remove(files), read: (file: string) => Readable.from((async function* () {
    marks.push((await store.get(ACCOUNT, id)).submission?.waiting?.isDelivering)
    yield* spool.read(file)
  })()) } as unknown as Writer['writing']['spool']
  await sendComposition({ ...desk(), writing: { ...at.site.writer.writing, spool: watched } }, id)
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
  at.now += MINUTE
  await at.outbox.deliver()
  assert.deepEqual(got(), [[BOB], [CAROL]])
})
