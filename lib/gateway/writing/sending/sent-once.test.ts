import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TypedFields } from '#lib/composition/kept-composition.ts'
import type { Refusal } from '#lib/mail/refusal.ts'
import { parseHeader, firstValue } from '#lib/mime/header.ts'
import { octets, readMailbox, spooledFiles, type FoundMessage, type WritingFixture, writeMessage, writingForEach } from '#lib/testing/writing-fixture.ts'
import { attachFile } from '../attach-file.ts'
import { sendComposition } from './send-composition.ts'

let site: WritingFixture
writingForEach((fresh) => ({ site } = fresh))

const messagesIn = (mailbox: string): Promise<readonly FoundMessage[]> => readMailbox(site.connections, mailbox)
const write = (typed: Partial<TypedFields> = {}): Promise<string> => writeMessage(site.writer, typed)

test('the server gets the message while the disk is still busy with it, and it counts as sent when the disk has it', async () => {
  const { spool, store } = site.writer.writing
  const [ahead, record] = [spool.writeAhead.bind(spool), store.recordSubmission.bind(store)]
  const events: string[] = []
  spool.writeAhead = async (...call) => {
    const { id, size, kept } = await ahead(...call)
    const done = async (): Promise<void> => {
      events.push(`waits, ${site.submissions.received.length} received`)
      await kept
      await new Promise(setImmediate)
      events.push('kept')
    }
    return { id, size, get kept() { return done() } }
  }
  store.recordSubmission = async (...call) => {
    events.push('accepted')
    return record(...call)
  }
  await sendComposition(site.writer, await write())
  assert.deepEqual(events.slice(0, 3), ['waits, 1 received', 'kept', 'accepted'])
  assert.equal((await messagesIn('Sent')).length, 1)
})

test('a second click, a second tab and a reload send nothing twice', async () => {
  const id = await write()
  const results = await Promise.all([sendComposition(site.writer, id), sendComposition(site.writer, id), sendComposition(site.writer, id)])
  const later = await sendComposition(site.writer, id)
  assert.equal(site.submissions.received.length, 1)
  assert.equal((await messagesIn('Sent')).length, 1)
  for (const { outcome } of [...results, later]) assert.deepEqual(outcome.accepted, ['bob@example.test'])
})

test('a refusal keeps everything, and the next try is the same message', async () => {
  const id = await write({ body: 'kept' })
  await attachFile(site.writer, id, { name: 'a.txt', mediaType: 'text/plain', content: octets('attached') })
  site.submissions.behaviour = { content: '451 4.7.1 greylisted' }
  await assert.rejects(sendComposition(site.writer, id), (error: { failure?: string; refusal?: Refusal }) => {
    assert.equal(error.failure, 'submission-failed')
    assert.match(JSON.stringify(error.refusal), /submission-refused.*451 4\.7\.1 greylisted/)
    return true
  })
  const kept = await site.writer.writing.store.get('account of alice', id)
  assert.deepEqual([kept.state, kept.body, kept.attachments.length], ['open', 'kept', 1])
  assert.deepEqual(await messagesIn('Sent'), [])
  assert.equal((await spooledFiles(site.writer)).length, 1)
  site.submissions.behaviour = {}
  await sendComposition(site.writer, id)
  assert.equal(firstValue(parseHeader(Buffer.from(site.submissions.received[0]?.content ?? '')), 'message-id'), kept.messageId)
})

test('lost after the final dot: told as uncertain, never sent again by itself, and again only as the same message', async () => {
  const id = await write()
  site.submissions.behaviour = { content: 'drop' }
  await assert.rejects(sendComposition(site.writer, id), (error: { failure?: string; refusal?: Refusal }) => {
    assert.equal(error.failure, 'submission-failed')
    assert.match(JSON.stringify(error.refusal), /submission-uncertain/)
    return true
  })
  await site.restart()
  const kept = await site.writer.writing.store.get('account of alice', id)
  assert.equal(kept.state, 'uncertain')
  site.submissions.behaviour = {}
  await sendComposition(site.writer, id)
  assert.equal(site.submissions.received.length, 1)
  assert.equal(firstValue(parseHeader(Buffer.from(site.submissions.received[0]?.content ?? '')), 'message-id'), kept.messageId)
})

test('a crash before the content left opens the message again, a crash after it does not', async () => {
  const { store } = site.writer.writing
  const early = await write()
  const late = await write()
  await store.advance('account of alice', early, ['open'], 'sending')
  await store.advance('account of alice', late, ['open'], 'delivering')
  await site.restart()
  assert.equal((await site.writer.writing.store.get('account of alice', early)).state, 'open')
  assert.equal((await site.writer.writing.store.get('account of alice', late)).state, 'uncertain')
  await sendComposition(site.writer, early)
  assert.equal(site.submissions.received.length, 1)
})

test('what is being sent cannot be changed, attached to or sent from another tab', async () => {
  const id = await write()
  await site.writer.writing.store.advance('account of alice', id, ['open'], 'sending')
  await assert.rejects(sendComposition(site.writer, id), { failure: 'conflict' })
  await assert.rejects(attachFile(site.writer, id, { name: 'a', mediaType: 'text/plain', content: octets('x') }), { failure: 'conflict' })
  assert.deepEqual(await spooledFiles(site.writer), [])
})
