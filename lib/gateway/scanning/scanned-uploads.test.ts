import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { ClamdServer, EICAR } from '#lib/testing/fakes/clamd-server.ts'
import { octets, writingForEach, type WritingFixture } from '#lib/testing/writing-fixture.ts'
import { linkFile } from '../file-links/link-file.ts'
import { attachFile } from '../writing/attach-file.ts'
import { beginUpload, receivePiece, uploadProgress } from '../writing/attaching/resumable-upload.ts'
import { startComposition } from '../writing/begin/start-composition.ts'
import type { Writer } from '../writing/writing.ts'
import { scanWith } from './scanner.ts'

let site: WritingFixture
writingForEach((fresh) => ({ site } = fresh))
let clamd: ClamdServer
let writer: Writer
beforeEach(async () => {
  clamd = new ClamdServer()
  const port = await clamd.listen()
  const { writing } = site.writer
  const fileLinks = { rules: { days: 1, size: 1_000_000, quota: 1_000_000, downloads: 1 }, site: 'default', address: (token: string) => token, line: () => 'link' }
  writer = { ...site.writer, fileLinks, writing: { ...writing, scan: scanWith({ scanner: { kind: 'tcp', host: '127.0.0.1', port }, seconds: 30, onFailure: 'refuse' }, writing.log) } }
})
afterEach(() => clamd.close())

const begin = async () => (await startComposition(writer, { kind: 'new' })).id
const state = async (id: string) => [(await writer.writing.store.get(writer.session.account, id)).attachments.map(({ name }) => name), await writer.writing.fileLinks.list(writer.session.account), await readdir(dirname(writer.writing.spool.path('a'.repeat(22))))] as const
const inPieces = async (id: string, content: string, asLink: boolean) => {
  const upload = await beginUpload(writer, id, { name: 'a.exe', mediaType: '', size: content.length, modified: 1, asLink })
  return receivePiece(writer, id, upload.id, { offset: 0, content: octets(content) })
}
const INFECTED = { failure: 'refused', refusal: { name: 'file-infected', with: { name: 'a.exe', virus: 'Win.Test.EICAR_HDB-1' } } }

test('no file with a virus becomes an attachment or a link, whichever way it comes, and none stays on the disk', async () => {
  const id = await begin()
  const file = { name: 'a.exe', mediaType: '', content: octets(EICAR) }
  await assert.rejects(attachFile(writer, id, file), INFECTED)
  await assert.rejects(inPieces(id, EICAR, false), INFECTED)
  await assert.rejects(linkFile(writer, { name: 'a.exe', content: octets(EICAR) }), INFECTED)
  await assert.rejects(inPieces(id, EICAR, true), INFECTED)
  assert.deepEqual(await state(id), [[], [], []])
  assert.equal(clamd.scanned.length, 4)
})

test('each file is looked at once, whole, before it is there; whoever asks meanwhile hears the same', async () => {
  const id = await begin()
  await attachFile(writer, id, { name: 'b.txt', mediaType: '', content: octets('one') })
  const upload = await beginUpload(writer, id, { name: 'a.exe', mediaType: '', size: 6, modified: 1 })
  await receivePiece(writer, id, upload.id, { offset: 0, content: octets('two') })
  assert.deepEqual(clamd.scanned, [3])
  const last = receivePiece(writer, id, upload.id, { offset: 3, content: octets('six') })
  // Until its octets are on the disk it has not come so far; then both wait for the same answer.
  for (let received = 3; received < 6; ) {
    await new Promise(setImmediate)
    received = (await uploadProgress(writer, id, upload.id).catch(() => ({ received: 6 }))).received
  }
  assert.equal((await last).received, 6)
  await inPieces(id, 'link', true)
  const [attached, links] = await state(id)
  assert.deepEqual([attached, links.map(({ name }) => name), clamd.scanned], [['b.txt', 'a.exe'], ['a.exe'], [3, 6, 4]])
})
