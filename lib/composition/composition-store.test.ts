import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { COMPOSITION_LIMIT, encodedSize, usableAttachmentSize } from './composition-limits.ts'
import { openCompositions, type CompositionStore } from './composition-store.ts'
import type { NewComposition, TypedFields } from './kept-composition.ts'

const EMPTY: TypedFields = { to: '', cc: '', bcc: '', replyTo: '', subject: '', body: '', priority: 'normal', reports: 'none', headers: '', format: 'text', html: '', quotation: 'none' }
const NEW: NewComposition = { ...EMPTY, kind: 'new', from: 'alice@example.test', inReplyTo: '', references: [] }
const ALICE = 'account of alice'
const MALLORY = 'account of mallory'

let folder = ''
let store: CompositionStore
let now = 1_000
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'postern-compositions-'))
  now = 1_000
  store = (await openCompositions(join(folder, 'compositions.sqlite'), () => now)).store
})
afterEach(async () => {
  await store.shutDown()
  rmSync(folder, { recursive: true, force: true })
})

async function reopen(): Promise<void> {
  await store.shutDown()
  store = (await openCompositions(join(folder, 'compositions.sqlite'), () => now)).store
  await store.recover()
}

test('what was typed is there after a restart, word for word', async () => {
  const begun = await store.begin(ALICE, { ...NEW, original: { mailbox: 'INBOX', id: '7.3' }, references: ['<a@b>'], inReplyTo: '<a@b>' })
  const typed: TypedFields = { ...EMPTY, to: 'bob@@, "x', subject: ' naïve 𝔘 ', body: 'a \r\n\n  b\t', priority: 'high' }
  const saved = await store.save(ALICE, begun.id, begun.revision, typed)
  await reopen()
  assert.deepEqual(await store.get(ALICE, begun.id), saved)
  assert.deepEqual({ ...EMPTY, ...typed }, { ...typed, ...Object.fromEntries(Object.keys(typed).map((name) => [name, saved[name as keyof TypedFields]])) })
  assert.equal(saved.touched, true)
  assert.match(saved.messageId, /^<[\w-]{24}@example\.test>$/)
  assert.deepEqual(saved.original, { mailbox: 'INBOX', id: '7.3' })
})

test('another account sees nothing and changes nothing', async () => {
  const { id, revision } = await store.begin(ALICE, { ...NEW, body: 'secret' })
  await store.addAttachment(ALICE, id, { id: 'f1', name: 'a', mediaType: 'text/plain', size: 1 })
  assert.equal(await store.find(MALLORY, id), undefined)
  assert.deepEqual(await store.list(MALLORY), [])
  assert.equal(await store.spooled(MALLORY), 0)
  const gone = { failure: 'no-such-composition' }
  await assert.rejects(store.save(MALLORY, id, revision, { ...EMPTY, body: 'x' }), gone)
  await assert.rejects(store.addAttachment(MALLORY, id, { id: 'f2', name: 'a', mediaType: 'text/plain', size: 1 }), gone)
  await assert.rejects(store.removeAttachment(MALLORY, id, 'f1'), gone)
  await assert.rejects(store.close(MALLORY, id, { result: 'discarded', accepted: [], refused: [], subject: '' }), gone)
  assert.equal(await store.advance(MALLORY, id, ['open'], 'sending'), false)
  const kept = await store.get(ALICE, id)
  assert.deepEqual([kept.body, kept.state, kept.attachments.length], ['secret', 'open', 1])
})

test('a save from an older page is a conflict, a repeated one is not', async () => {
  const { id } = await store.begin(ALICE, NEW)
  await store.save(ALICE, id, 1, { ...EMPTY, body: 'first tab' })
  await assert.rejects(store.save(ALICE, id, 1, { ...EMPTY, body: 'second tab' }), { failure: 'conflict' })
  assert.equal((await store.save(ALICE, id, 1, { ...EMPTY, body: 'first tab' })).revision, 2)
  assert.equal((await store.get(ALICE, id)).body, 'first tab')
})

test('only one of many that press Send at once goes on', async () => {
  const { id } = await store.begin(ALICE, NEW)
  const claims = await Promise.all(Array.from({ length: 8 }, () => store.advance(ALICE, id, ['open', 'uncertain'], 'sending')))
  assert.equal(claims.filter(Boolean).length, 1)
  await assert.rejects(store.save(ALICE, id, 1, { ...EMPTY, body: 'late' }), { failure: 'conflict' })
  await assert.rejects(store.addAttachment(ALICE, id, { id: 'f1', name: 'a', mediaType: 'text/plain', size: 1 }), { failure: 'conflict' })
})

test('after a crash, what had not left is open again and what may have left is uncertain', async () => {
  const early = await store.begin(ALICE, NEW)
  const late = await store.begin(ALICE, NEW)
  await store.advance(ALICE, early.id, ['open'], 'sending')
  await store.advance(ALICE, late.id, ['open'], 'delivering')
  await reopen()
  assert.equal((await store.get(ALICE, early.id)).state, 'open')
  assert.equal((await store.get(ALICE, late.id)).state, 'uncertain')
})

test('what became of a composition is known for a day', async () => {
  const { id } = await store.begin(ALICE, NEW)
  await store.addAttachment(ALICE, id, { id: 'f1', name: 'a', mediaType: 'text/plain', size: 5 })
  const submission = { accepted: ['b@x'], refused: [], sentAt: 5, message: 'm1', copying: false, copied: false, marked: false, draftRemoved: false }
  await store.recordSubmission(ALICE, id, submission)
  assert.deepEqual([...(await store.expire(86_400_000, 1e12))].sort(), ['f1', 'm1'])
  const files = await store.close(ALICE, id, { result: 'sent', accepted: ['b@x'], refused: [], mailbox: 'Sent', subject: 's' })
  assert.deepEqual(files, ['f1', 'm1'])
  assert.equal(await store.find(ALICE, id), undefined)
  assert.deepEqual(await store.outcome(ALICE, id), { id, at: 1_000, result: 'sent', accepted: ['b@x'], refused: [], mailbox: 'Sent', subject: 's' })
  assert.equal(await store.outcome(MALLORY, id), undefined)
  now += 86_400_001
  assert.deepEqual([...(await store.expire(86_400_000, 1e12))], [])
  assert.equal(await store.outcome(ALICE, id), undefined)
})

test('attachments keep their order, also when one was removed between', async () => {
  const { id } = await store.begin(ALICE, NEW)
  const add = (name: string): Promise<unknown> => store.addAttachment(ALICE, id, { id: name, name, mediaType: 'text/plain', size: 1 })
  await add('a')
  await add('b')
  await store.removeAttachment(ALICE, id, 'a')
  await add('c')
  await add('d')
  assert.deepEqual((await store.get(ALICE, id)).attachments.map(({ id: name }) => name), ['b', 'c', 'd'])
  assert.equal(await store.spooled(ALICE), 3)
})

test('the number of open compositions has an end, at the limit and not before', async () => {
  for (let count = 0; count < COMPOSITION_LIMIT; count++) await store.begin(ALICE, NEW)
  await assert.rejects(store.begin(ALICE, NEW), { failure: 'too-large' })
  await store.begin(MALLORY, NEW)
})

test('the usable size of attachments counts base64', () => {
  const limit = 5_000_000
  assert.equal(usableAttachmentSize(limit, []) >= 3_600_000, true)
  assert.equal(usableAttachmentSize(limit, []) < 3_750_000, true)
  assert.equal(encodedSize(usableAttachmentSize(limit, [])) <= limit, true)
  assert.equal(usableAttachmentSize(limit, [3_700_000]), 0)
})
