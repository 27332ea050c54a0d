import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TypedFields } from '#lib/composition/kept-composition.ts'
import { type WritingFixture, writeMessage, writingForEach } from '#lib/testing/writing-fixture.ts'
import { listReminders } from '../../reminders/list-reminders.ts'
import type { Writer } from '../writing.ts'
import { finishAccepted } from './finish-accepted.ts'
import { sendComposition } from './send-composition.ts'

let site: WritingFixture
writingForEach((fresh) => ({ site } = fresh))

const write = (typed: Partial<TypedFields> = {}): Promise<string> => writeMessage(site.writer, typed)

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const reminded = async () => (await listReminders(site.connections, {})).map(({ kind, message, until }) => ({ kind, subject: message.summary.subject, until }))

test('whoever wants to be reminded is, of the copy in Sent, counted from when the message left', async () => {
  const due: number[] = []
  const remind: Writer['remind'] = async (moment, mark) => {
    due.push(moment)
    await mark()
  }
  for (const followUp of ['none', '3'] as const) {
    const { outcome, leftovers } = await sendComposition({ ...site.writer, remind }, await write({ followUp, subject: followUp }))
    assert.deepEqual([leftovers, outcome.remindedAt], [[], due[0]])
    assert.deepEqual(await reminded(), followUp === 'none' ? [] : [{ kind: 'follow-up', subject: '3', until: due[0] }])
  }
  site.submissions.behaviour = { ehlo: '250-mx.example.test\r\n250-FUTURERELEASE 604800 2099-01-01T00:00:00Z\r\n250 AUTH PLAIN' }
  const holdUntil = Math.ceil(Date.now() / MINUTE) * MINUTE + 2 * DAY
  const { outcome } = await sendComposition({ ...site.writer, remind }, await write({ followUp: '1' }), ['open'], holdUntil)
  assert.deepEqual([outcome.remindedAt, outcome.heldUntil], [holdUntil + DAY, holdUntil])
})

test('where there is no copy to mark, or nothing comes back, the message leaves and its sender is told', async () => {
  const remind: Writer['remind'] = async (_, mark) => mark()
  const told = async (writer: Writer, copyTo = '') => {
    const { outcome, leftovers } = await sendComposition(writer, await write({ followUp: '1', copyTo }))
    return [leftovers, outcome.isNotReminded, outcome.remindedAt]
  }
  assert.deepEqual(await told({ ...site.writer, remind, habits: { ...site.writer.habits, 'composing.save_sent': false } }), [['reminded'], true, undefined])
  assert.deepEqual(await told(site.writer), [['reminded'], true, undefined])
  // Waiting messages are looked for in Sent.
  await site.connections.useAny(async (client) => void (await client.mailboxCreate('Kept')))
  assert.deepEqual(await told({ ...site.writer, remind }, 'Kept'), [['reminded'], true, undefined])
  assert.deepEqual([site.submissions.received.length, await reminded()], [3, []])
})

test('a copy that is made later is marked then', async () => {
  const remind: Writer['remind'] = async (_, mark) => mark()
  const writer = { ...site.writer, remind }
  const id = await write({ followUp: '7' })
  const broken = { ...writer, connections: { ...writer.connections, useAny: () => Promise.reject(new Error('gone')) } } as Writer
  const first = await sendComposition(broken, id)
  assert.deepEqual(first.leftovers.filter((each) => each === 'copied' || each === 'reminded'), ['copied'])
  await finishAccepted(broken)
  const { outcome, leftovers } = await sendComposition(writer, id)
  assert.deepEqual([leftovers, site.submissions.received.length, (await reminded()).map(({ until }) => until)], [[], 1, [outcome.remindedAt]])
})
