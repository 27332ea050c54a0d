import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TypedFields } from '#lib/composition/kept-composition.ts'
import { NO_COPY } from '#lib/mail/composition.ts'
import { ImapCutter } from '#lib/testing/chaos/imap-cutter.ts'
import { startImapFixture, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { octets, readMailbox, receiveLunch, startWritingFixture, type FoundMessage, type WritingFixture, writeMessage, writingForEach } from '#lib/testing/writing-fixture.ts'
import { attachFile } from '../attach-file.ts'
import { startComposition } from '../begin/start-composition.ts'
import { saveComposition } from '../save-composition.ts'
import type { Writer } from '../writing.ts'
import { finishAccepted } from './finish-accepted.ts'
import { sendComposition } from './send-composition.ts'

let imap: ImapFixture
let site: WritingFixture
writingForEach((fresh) => ({ imap, site } = fresh))

const messagesIn = (mailbox: string): Promise<readonly FoundMessage[]> => readMailbox(site.connections, mailbox)
const write = (typed: Partial<TypedFields> = {}): Promise<string> => writeMessage(site.writer, typed)

test('the copy goes where it was chosen to go for this message, once; to Sent where that is gone, nowhere where none is wanted or an administrator says so', async () => {
  const copies = async (): Promise<readonly number[]> => [(await messagesIn('Archive')).length, (await messagesIn('Sent')).length]
  await site.connections.useAny(async (client) => client.mailboxCreate('Archive').catch(() => undefined))
  const { outcome } = await sendComposition(site.writer, await write({ copyTo: 'Archive' }))
  assert.deepEqual([outcome.mailbox, await copies()], ['Archive', [1, 0]])
  await sendComposition(site.writer, await write({ copyTo: NO_COPY }))
  assert.deepEqual(await copies(), [1, 0])
  await sendComposition(site.writer, await write({ copyTo: 'Gone meanwhile' }))
  assert.deepEqual(await copies(), [1, 1])
  await sendComposition({ ...site.writer, habits: { ...site.writer.habits, 'composing.save_sent': false } }, await write({ copyTo: 'Archive' }))
  assert.deepEqual(await copies(), [2, 1])
  const locked: Writer = { ...site.writer, imposed: new Set(['composing.save_sent'] as const) }
  await sendComposition(locked, await write({ copyTo: NO_COPY }))
  await sendComposition(locked, await write({ copyTo: 'Archive' }))
  assert.deepEqual(await copies(), [2, 3])
})

test('an identity says where its copies go; what was chosen for the message wins, and what an administrator says over both', async () => {
  const desk = { name: 'Desk', address: 'desk@pier.test', reply_to: '', organization: '', sent: 'Archive', signature_format: '', signature: '' }
  const counts = async (): Promise<readonly number[]> => Promise.all(['Archive', 'Chosen', 'Sent'].map(async (name) => (await messagesIn(name)).length))
  for (const name of ['Archive', 'Chosen']) await site.connections.useAny(async (client) => client.mailboxCreate(name).catch(() => undefined))
  const writer = { ...site.writer, habits: { ...site.writer.habits, identities: [desk] } }
  const send = async (by: Writer, copyTo = '') => {
    const begun = await startComposition(by, { kind: 'new' })
    const { kept } = await saveComposition(by, begun.id, begun.revision, { ...begun, from: 'Desk <desk@pier.test>', to: 'bob@example.test', subject: 'x', copyTo })
    return (await sendComposition(by, kept.id)).outcome
  }
  assert.deepEqual([(await send(writer)).mailbox, await counts()], ['Archive', [1, 0, 0]])
  assert.deepEqual([(await send(writer, 'Chosen')).mailbox, await counts()], ['Chosen', [1, 1, 0]])
  assert.equal((await send(writer, NO_COPY)).mailbox, undefined)
  assert.deepEqual([(await send({ ...writer, imposed: new Set(['mailboxes.sent'] as const) })).mailbox, await counts()], ['Sent', [1, 1, 1]])
  await site.connections.useAny(async (client) => client.mailboxDelete('Archive'))
  const { mailbox, copy } = await send(writer)
  assert.deepEqual([mailbox, copy, await counts()], ['Sent', { missing: 'Archive' }, [0, 1, 2]], 'and its sender is told')
})

test('what was sent has gone before its copy was made: the copy is made of what was typed, files that are gone are named, and nothing is sent twice', async () => {
  const cutter = new ImapCutter(imap.port)
  const own = await startWritingFixture({ imap: { host: '127.0.0.1', port: await cutter.listen(), tls: 'none', verify: true } })
  const { spool, store } = own.writer.writing
  try {
    for (const [losesFile, told] of [[false, { isRemade: true }], [true, { isRemade: true, without: ['plan.txt'] }]] as const) {
      const before = own.submissions.received.length
      const begun = await startComposition(own.writer, { kind: 'new' })
      await saveComposition(own.writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', bcc: 'secret@example.test', subject: 'kept', body: 'Words to keep' })
      const { attachments } = await attachFile(own.writer, begun.id, { name: 'plan.txt', mediaType: 'text/plain', content: octets('attached') })
      cutter.armed = { text: 'LIST', arrives: false }
      assert.ok((await sendComposition(own.writer, begun.id)).leftovers.includes('copied'))
      const { submission, messageId } = await store.get('account of alice', begun.id)
      await spool.remove([submission?.message ?? '', ...(losesFile ? attachments.map(({ id }) => id) : [])])
      const { outcome, leftovers } = await sendComposition(own.writer, begun.id)
      assert.deepEqual([leftovers, outcome.mailbox, outcome.copy], [[], 'Sent', told])
      const copies = (await messagesIn('Sent')).filter(({ content }) => content.includes(messageId))
      assert.equal(copies.length, 1)
      assert.match(copies[0]?.content ?? '', /^Bcc: secret@example\.test\r\n[^]*Words to keep/)
      assert.equal(copies[0]?.content.includes('plan.txt'), !losesFile)
      assert.equal(own.submissions.received.length, before + 1, 'sent once')
    }
    const ref = await receiveLunch(imap, site)
    const begun = await startComposition(own.writer, { kind: 'redirect', original: ref })
    await saveComposition(own.writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test' })
    cutter.armed = { text: 'LIST', arrives: false }
    await sendComposition(own.writer, begun.id)
    const { submission, attachments } = await store.get('account of alice', begun.id)
    await spool.remove([submission?.message ?? '', ...attachments.map(({ id }) => id)])
    const { outcome } = await sendComposition(own.writer, begun.id)
    assert.deepEqual([outcome.result, outcome.mailbox, outcome.copy], ['sent', undefined, { isLost: true }])
  } finally {
    await own.close()
    await cutter.close()
  }
})

test('accepted, but Sent cannot be written: told, kept over a restart, copied later, never submitted again', async () => {
  const full = await startImapFixture({ quota: 500 })
  const poor = await startWritingFixture({ imap: { host: '127.0.0.1', port: full.port, tls: 'none', verify: true } })
  try {
    const begun = await startComposition(poor.writer, { kind: 'new' })
    await saveComposition(poor.writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', body: 'x'.repeat(2000) })
    const { outcome, leftovers } = await sendComposition(poor.writer, begun.id)
    assert.equal(outcome.result, 'sent')
    assert.deepEqual(leftovers, ['copied'])
    await poor.restart()
    assert.equal((await poor.writer.writing.store.get('account of alice', begun.id)).state, 'accepted')
    assert.deepEqual((await sendComposition(poor.writer, begun.id)).leftovers, ['copied'])
    assert.equal(poor.submissions.received.length, 1)
    assert.equal(poor.logged.join('').includes('xxxxxxxx'), false)
  } finally {
    await poor.close()
    await full.close()
  }
})

test('a copy in Sent of which no answer came is looked for, and not made twice', async () => {
  const cutter = new ImapCutter(imap.port)
  const own = await startWritingFixture({ imap: { host: '127.0.0.1', port: await cutter.listen(), tls: 'none', verify: true } })
  try {
    const begun = await startComposition(own.writer, { kind: 'new' })
    await saveComposition(own.writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', body: 'once' })
    cutter.armed = { text: 'APPENDUID', arrives: false }
    assert.deepEqual((await sendComposition(own.writer, begun.id)).leftovers.includes('copied'), true)
    assert.deepEqual((await sendComposition(own.writer, begun.id)).leftovers, [])
    assert.deepEqual([(await messagesIn('Sent')).length, own.submissions.received.length], [1, 1])
  } finally {
    await own.close()
    await cutter.close()
  }
})

test('a copy that could not be made is made at the next sign-in, once', async () => {
  const id = await write()
  const { connections } = site.writer
  await sendComposition({ ...site.writer, connections: { ...connections, useAny: () => Promise.reject(new Error('gone')) } as Writer['connections'] }, id)
  assert.deepEqual(await messagesIn('Sent'), [])
  await Promise.all([finishAccepted(site.writer), finishAccepted(site.writer)])
  await finishAccepted(site.writer)
  assert.deepEqual([(await messagesIn('Sent')).length, site.submissions.received.length, await site.writer.writing.store.find('account of alice', id)], [1, 1, undefined])
})
