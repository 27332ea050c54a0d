import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { buffer } from 'node:stream/consumers'
import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writingForEach, type WritingFixture } from '#lib/testing/writing-fixture.ts'
import { startComposition } from '../begin/start-composition.ts'
import { discardComposition } from '../discard-composition.ts'
import { sendComposition } from '../sending/send-composition.ts'
import { saveComposition } from '../save-composition.ts'
import { beginUpload, cancelUpload, receivePiece, uploadProgress } from './resumable-upload.ts'

const ACCOUNT = 'account of alice'
const FILE = { name: '../Plan é.pdf', mediaType: 'application/pdf', size: 10, modified: 1_700_000_000_000 }
let site: WritingFixture
writingForEach((fresh) => ({ site } = fresh))

async function* octets(...pieces: readonly (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Error) throw piece
    yield Buffer.from(piece)
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64')
const begin = async () => (await startComposition(site.writer, { kind: 'new' })).id
const attachmentsOf = async (id: string) => (await site.writer.writing.store.get(ACCOUNT, id)).attachments
const files = () => readdir(dirname(site.writer.writing.spool.path('a'.repeat(22))))

test('a file comes in pieces, goes on after a break where it broke off, and is attached with its last octet', async () => {
  const id = await begin()
  const { writer } = site
  const upload = await beginUpload(writer, id, FILE)
  assert.deepEqual([upload.received, upload.attached], [0, undefined])
  assert.equal((await receivePiece(writer, id, upload.id, { offset: 0, sha256: sha256('abc'), content: octets('a', 'bc') })).received, 3)
  await assert.rejects(receivePiece(writer, id, upload.id, { offset: 3, content: octets('de', new Error('reset')) }), { failure: 'invalid' })
  assert.deepEqual(await attachmentsOf(id), [], 'an incomplete file is no attachment')
  // A page that was loaded anew announces the same file again.
  assert.deepEqual(await beginUpload(writer, id, FILE), { id: upload.id, received: 5 })
  assert.equal((await uploadProgress(writer, id, upload.id)).received, 5)
  const { attached } = await receivePiece(writer, id, upload.id, { offset: 5, content: octets('fghij') })
  assert.deepEqual(attached?.attachments, [{ id: upload.id, name: 'Plan é.pdf', mediaType: 'application/pdf', size: 10 }])
  assert.equal((await buffer(writer.writing.spool.read(upload.id))).toString(), 'abcdefghij')
  await assert.rejects(uploadProgress(writer, id, upload.id), { failure: 'no-such-part' })
})

test('a piece at another place, of another sum or beyond the end is refused, and what was there stays', async () => {
  const id = await begin()
  const { writer } = site
  const upload = await beginUpload(writer, id, FILE)
  await receivePiece(writer, id, upload.id, { offset: 0, content: octets('abc') })
  const refused: readonly (readonly [piece: { offset: number; sha256?: string }, content: string, failure: string])[] = [[{ offset: 0 }, 'abc', 'conflict'], [{ offset: 4 }, 'e', 'conflict'], [{ offset: 3, sha256: sha256('x') }, 'd', 'invalid'], [{ offset: 3 }, 'defghijkl', 'too-large']]
  for (const [piece, content, failure] of refused) {
    await assert.rejects(receivePiece(writer, id, upload.id, { ...piece, content: octets(content) }), { failure })
    assert.equal((await uploadProgress(writer, id, upload.id)).received, 3)
  }
  const slow = receivePiece(writer, id, upload.id, { offset: 3, content: octets('defg') })
  await assert.rejects(receivePiece(writer, id, upload.id, { offset: 3, content: octets('XXXX') }), { failure: 'conflict' })
  assert.equal((await slow).received, 7)
  await receivePiece(writer, id, upload.id, { offset: 7, content: octets('hij') })
  assert.equal((await buffer(writer.writing.spool.read(upload.id))).toString(), 'abcdefghij')
})

test('what is too large is refused before any of it is sent, and what is announced counts', async () => {
  const id = await begin()
  const { writer } = site
  const { messageSize } = writer.writing
  await assert.rejects(beginUpload(writer, id, { ...FILE, size: messageSize }), { failure: 'too-large' })
  const small = { ...writer, writing: { ...writer.writing, quota: 25 } }
  await beginUpload(small, id, FILE)
  await beginUpload(small, id, { ...FILE, name: 'other' })
  await assert.rejects(beginUpload(small, id, { ...FILE, name: 'third' }), { failure: 'over-quota' })
  for (let at = 0; at < 18; at++) await beginUpload(writer, id, { ...FILE, name: `more ${at}` })
  await assert.rejects(beginUpload(writer, id, { ...FILE, name: 'one more' }), { failure: 'too-large' })
  assert.deepEqual((await beginUpload(writer, await begin(), { ...FILE, size: 0 })).attached?.attachments.map(({ size }) => size), [0])
})

test('what is given up, sent without it or never finished leaves nothing behind', async () => {
  const { writer } = site
  const [one, two] = [await begin(), await begin()]
  const given = await beginUpload(writer, one, FILE)
  await receivePiece(writer, one, given.id, { offset: 0, content: octets('abc') })
  await cancelUpload(writer, one, given.id)
  await cancelUpload(writer, one, given.id)
  assert.deepEqual(await files(), [])
  const left = await beginUpload(writer, two, FILE)
  await receivePiece(writer, two, left.id, { offset: 0, content: octets('abc') })
  const { kept } = await saveComposition(writer, two, 1, { to: 'bob@example.test', subject: 'without', body: 'x' })
  await sendComposition(writer, kept.id)
  await assert.rejects(receivePiece(writer, two, left.id, { offset: 3, content: octets('d') }), { failure: 'no-such-part' })
  await assert.rejects(beginUpload(writer, two, FILE), { failure: 'no-such-composition' })
  const { store, spool } = writer.writing
  await discardComposition(writer, one)
  await spool.sweep(await store.expire(0, 0), 0, Date.now() + 1)
  assert.deepEqual(await files(), [])
})

test('another account has no such upload', async () => {
  const id = await begin()
  const upload = await beginUpload(site.writer, id, FILE)
  const stranger = { ...site.writer, session: { ...site.writer.session, account: 'account of bob' } }
  for (const task of [() => uploadProgress(stranger, id, upload.id), () => receivePiece(stranger, id, upload.id, { offset: 0, content: octets('x') })]) await assert.rejects(task(), { failure: 'no-such-part' })
  await assert.rejects(beginUpload(stranger, id, FILE), { failure: 'no-such-composition' })
  await cancelUpload(stranger, id, upload.id)
  assert.equal((await uploadProgress(site.writer, id, upload.id)).received, 0)
})
