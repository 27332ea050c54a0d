import assert from 'node:assert/strict'
import { readdir, rm, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { deleteMessages } from '#lib/imap/operations/delete-messages.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import type { CompositionKind } from '#lib/mail/composition.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { appendMessages, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { octets, readMailbox, type WritingFixture, writingForEach } from '#lib/testing/writing-fixture.ts'
import { attachFile, removeAttachment } from '../attach-file.ts'
import { startComposition } from '../begin/start-composition.ts'
import { postponeComposition } from '../postpone-composition.ts'
import { saveComposition } from '../save-composition.ts'
import { sendComposition } from '../sending/send-composition.ts'
import { saveTemplate } from '../templates/save-template.ts'
import { beginUpload, receivePiece } from './resumable-upload.ts'

const ACCOUNT = 'account of alice'
let imap: ImapFixture
let site: WritingFixture
writingForEach((fresh) => ({ imap, site } = fresh))

const current = (id: string): Promise<KeptComposition> => site.writer.writing.store.get(ACCOUNT, id)
const fileOf = async (id: string, at: number): Promise<string> => site.writer.writing.spool.path((await current(id)).attachments[at]?.id ?? '')
const spooled = async (): Promise<number> => (await readdir(dirname(site.writer.writing.spool.path('a'.repeat(22))))).length

/** A message with two files, of which the second is to vanish. */
async function writeWithFiles(): Promise<string> {
  const { id, revision } = await startComposition(site.writer, { kind: 'new' })
  await saveComposition(site.writer, id, revision, { to: 'bob@example.test', subject: 'Two files', body: 'Every word of it' })
  await attachFile(site.writer, id, { name: 'stays.txt', mediaType: 'text/plain', content: octets('it stays') })
  await attachFile(site.writer, id, { name: 'Bericht – März.pdf', mediaType: 'application/pdf', content: octets('it does not stay') })
  return id
}

const GONE = { failure: 'invalid', refusal: { name: 'attachment-gone', with: { name: 'Bericht – März.pdf' } } }
const WAYS = { 'has gone': (file: string) => rm(file), 'is shorter than it was': (file: string) => truncate(file, 5) }

/** What the submission server was told of a message; greeting it meanwhile is none of that. */
const told = (): readonly string[] => site.submissions.commands.filter((command) => /^(?:MAIL|RCPT|DATA)/i.test(command))

for (const [what, vanish] of Object.entries(WAYS)) {
  test(`a file that ${what} is named; nothing is sent, put away or lost, and without it the message leaves`, async () => {
    const id = await writeWithFiles()
    await vanish(await fileOf(id, 1))
    const files = await spooled()
    await assert.rejects(sendComposition(site.writer, id), GONE)
    await assert.rejects(postponeComposition(site.writer, id), GONE)
    await assert.rejects(saveTemplate(site.writer, id, 'Monthly'), GONE)
    assert.deepEqual([told(), await readMailbox(site.connections, 'Drafts'), await spooled()], [[], [], files])

    const { state, revision, body, attachments } = await current(id)
    assert.deepEqual([state, body, attachments.map(({ name }) => name)], ['open', 'Every word of it', ['stays.txt', 'Bericht – März.pdf']])
    const { kept } = await saveComposition(site.writer, id, revision, { to: 'bob@example.test', subject: 'One file', body: 'Every word of it, and more' })
    await removeAttachment(site.writer, id, kept.attachments[1]?.id ?? '')
    await sendComposition(site.writer, id)
    const [message] = site.submissions.received
    assert.ok(message?.content.includes('Every word of it, and more') && message.content.includes(Buffer.from('it stays').toString('base64')), message?.content)
  })
}

test('a late save from another tab keeps its text, although a file of both has gone', async () => {
  const id = await writeWithFiles()
  const { revision } = await current(id)
  await rm(await fileOf(id, 1))
  const { kept, conflict } = await saveComposition(site.writer, id, revision - 1, { to: 'bob@example.test', subject: 'Two files', body: 'Typed in the other tab' })
  assert.deepEqual([conflict, kept.body, kept.attachments.map(({ name }) => name)], [true, 'Typed in the other tab', ['stays.txt', 'Bericht – März.pdf']])
  assert.equal((await buffer(site.writer.writing.spool.read(kept.attachments[0]?.id ?? ''))).toString(), 'it stays')
  await assert.rejects(sendComposition(site.writer, kept.id), GONE)
})

const ORIGINAL = 'From: Bob <bob@example.test>\r\nTo: alice@example.test\r\nSubject: Lunch\r\nMessage-ID: <lunch@example.test>\r\nDate: Tue, 3 Feb 2026 04:05:06 +0000\r\n\r\nAt noon?\r\n'

async function original(): Promise<MessageRef> {
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: ORIGINAL }])
  const [found] = await findByHeader(site.connections, 'INBOX', 'Message-ID', '<lunch@example.test>')
  return found ?? assert.fail()
}

for (const kind of ['forward-attached', 'redirect'] as const satisfies readonly CompositionKind[]) {
  test(`${kind}: the message goes along whole, although its original was deleted meanwhile`, async () => {
    const ref = await original()
    const begun = await startComposition(site.writer, { kind, original: ref })
    const { kept } = await saveComposition(site.writer, begun.id, begun.revision, { ...begun, to: 'carol@example.test' })
    await deleteMessages(site.connections, setOf(ref), { atOnce: true })
    assert.deepEqual(await readMailbox(site.connections, 'INBOX'), [])
    assert.deepEqual((await sendComposition(site.writer, kept.id)).leftovers, [])
    assert.ok(site.submissions.received[0]?.content.includes(ORIGINAL), site.submissions.received[0]?.content)
  })

  test(`${kind}: a message that has gone from here is named, and nothing of it is sent`, async () => {
    const begun = await startComposition(site.writer, { kind, original: await original() })
    const { kept } = await saveComposition(site.writer, begun.id, begun.revision, { ...begun, to: 'carol@example.test' })
    await rm(await fileOf(kept.id, 0))
    await assert.rejects(sendComposition(site.writer, kept.id), { failure: 'invalid', refusal: { name: 'attachment-gone', with: { name: 'Lunch.eml' } } })
    assert.deepEqual([told(), (await current(kept.id)).state], [[], 'open'])
  })
}

test('a draft that was resumed is sent with its files, although another program has deleted it meanwhile', async () => {
  await postponeComposition(site.writer, await writeWithFiles())
  const [ref] = await findByHeader(site.connections, 'Drafts', 'Subject', 'Two files')
  assert.ok(ref)
  const resumed = await startComposition(site.writer, { kind: 'resume', original: ref })
  await deleteMessages(site.connections, setOf(ref), { atOnce: true })
  await sendComposition(site.writer, resumed.id)
  const { content = '' } = site.submissions.received[0] ?? {}
  for (const text of ['it stays', 'it does not stay']) assert.ok(content.includes(Buffer.from(text).toString('base64')), text)
})

test('an upload whose beginning has gone is no upload any more, and begins anew', async () => {
  const { id } = await startComposition(site.writer, { kind: 'new' })
  const file = { name: 'a.bin', mediaType: 'application/x-thing', size: 6, modified: 1 }
  const begun = await beginUpload(site.writer, id, file)
  await receivePiece(site.writer, id, begun.id, { offset: 0, content: octets('abc') })
  await rm(site.writer.writing.spool.path(begun.id))
  await assert.rejects(receivePiece(site.writer, id, begun.id, { offset: 3, content: octets('def') }), { failure: 'no-such-part' })
  const again = await beginUpload(site.writer, id, file)
  assert.deepEqual([again.received, again.id === begun.id], [0, false])
  const { attached } = await receivePiece(site.writer, id, again.id, { offset: 0, content: octets('abcdef') })
  assert.deepEqual(attached?.attachments.map(({ name, size }) => [name, size]), [['a.bin', 6]])
})
