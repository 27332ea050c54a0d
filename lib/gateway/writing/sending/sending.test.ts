import assert from 'node:assert/strict'
import { NO_COPY, type SendingHint } from '#lib/mail/composition.ts'
import type { Refusal } from '#lib/mail/refusal.ts'
import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { parseHeader, firstValue } from '#lib/mime/header.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { RECIPIENT_LIMIT } from '#lib/composition/composition-limits.ts'
import type { TypedFields } from '#lib/composition/kept-composition.ts'
import { ImapCutter } from '#lib/testing/chaos/imap-cutter.ts'
import { appendMessages, startImapFixture, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { readMailbox, startWritingFixture, type FoundMessage, type WritingFixture, writingForEach } from '#lib/testing/writing-fixture.ts'
import { attachFile } from '../attach-file.ts'
import { performIntent } from '../perform-intent.ts'
import { startComposition, type StartRequest } from '../begin/start-composition.ts'
import { saveComposition } from '../save-composition.ts'
import { listReminders } from '../../reminders/list-reminders.ts'
import { finishAccepted } from './finish-accepted.ts'
import { sendComposition } from './send-composition.ts'
import type { Writer } from '../writing.ts'

let imap: ImapFixture
let site: WritingFixture
writingForEach((fresh) => ({ imap, site } = fresh))

const ORIGINAL = 'From: Bob <bob@example.test>\nTo: alice@example.test\nSubject: Lunch\nMessage-ID: <lunch@example.test>\nDate: Tue, 3 Feb 2026 04:05:06 +0000\n\nAt noon?\n'

async function original(): Promise<NonNullable<StartRequest['original']>> {
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: ORIGINAL }])
  const [found] = await findByHeader(site.connections, 'INBOX', 'Message-ID', '<lunch@example.test>')
  assert.ok(found)
  return found
}

const messagesIn = (mailbox: string): Promise<readonly FoundMessage[]> => readMailbox(site.connections, mailbox)

async function write(more: Partial<TypedFields> = {}, request: StartRequest = { kind: 'new' }): Promise<string> {
  const begun = await startComposition(site.writer, request)
  const { kept } = await saveComposition(site.writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', subject: 'Hello', body: 'Text of the message', ...more })
  return kept.id
}

async function* octets(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function spooledFiles(): Promise<readonly string[]> {
  return readdir(dirname(site.writer.writing.spool.path('a'.repeat(22))))
}

test('a sent message is submitted, in Sent with its Bcc, and nothing of it stays behind', async () => {
  const id = await write({ to: 'bob@example.test', cc: 'Cärol <carol@example.test>', bcc: 'secret@example.test', priority: 'high' })
  await attachFile(site.writer, id, { name: 'Übersicht 2026.txt', mediaType: 'text/plain', content: octets('attached') })
  const { outcome, leftovers } = await sendComposition(site.writer, id)
  assert.deepEqual(leftovers, [])
  assert.deepEqual([outcome.result, outcome.accepted, outcome.mailbox], ['sent', ['bob@example.test', 'carol@example.test', 'secret@example.test'], 'Sent'])
  const [message] = site.submissions.received
  assert.deepEqual(message?.recipients, ['bob@example.test', 'carol@example.test', 'secret@example.test'])
  assert.equal(message.content.includes('secret@'), false)
  assert.match(message.content, /^X-Priority: 1 \(Highest\)\r$/m)
  assert.match(message.content, /^User-Agent: Postern\/0\.0\.0\r$/m)
  assert.doesNotMatch(message.content, /^Disposition-Notification-To:/m)
  const [copy, ...others] = await messagesIn('Sent')
  assert.deepEqual(others, [])
  assert.deepEqual(copy?.flags, ['\\Seen'])
  assert.equal(copy.content, `Bcc: secret@example.test\r\n${message.content}`)
  assert.equal(await site.writer.writing.store.find('account of alice', id), undefined)
  assert.deepEqual(await spooledFiles(), [])
})

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
    const ref = await original()
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

test('a local part alone is somebody of one’s own domain, in the envelope, the header and the copy', async () => {
  const id = await write({ to: 'bob, Carol <carol@pier.test>', bcc: 'dave' })
  const { outcome } = await sendComposition(site.writer, id)
  assert.deepEqual(outcome.accepted, ['bob@example.test', 'carol@pier.test', 'dave@example.test'])
  assert.match(site.submissions.received[0]?.content ?? '', /^To: bob@example\.test, Carol <carol@pier\.test>\r$/m)
  assert.match((await messagesIn('Sent'))[0]?.content ?? '', /^Bcc: dave@example\.test\r$/m)
})

test('header lines of one’s own go along, those of others do not', async () => {
  const own = await startWritingFixture({ imap: { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true }, habits: { 'composing.header_lines': true } })
  const send = async (headers: string) => {
    const begun = await startComposition(own.writer, { kind: 'new' })
    const { kept } = await saveComposition(own.writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', subject: 'Hello', headers })
    return sendComposition(own.writer, kept.id)
  }
  try {
    await send('X-Berth: 7\r\nComments: Größe\n\n')
    assert.match(own.submissions.received[0]?.content ?? '', /^X-Berth: 7\r$/m)
    assert.match(own.submissions.received[0]?.content ?? '', /^Comments: =\?UTF-8\?/m)
    const refused: [headers: string, name: Refusal['name']][] = [
      ['no line', 'header-line'], ['X-Berth:', 'header-line'], ['X Berth: 7', 'header-line'], ['Größe: 7', 'header-line'], ['X-Berth: 7\u2028From: eve', 'header-line'],
      ['From: eve@example.test', 'header-name'], ['bcc: eve@example.test', 'header-name'], ['Content-Type: text/html', 'header-name'], ['X-Berth: 7\nx-berth: 8', 'header-name'],
      [Array.from({ length: 21 }, (_, at) => `X-${at}: 7`).join('\n'), 'header-name'],
    ]
    for (const [headers, name] of refused) await assert.rejects(send(headers), { refusal: { name, with: name === 'header-line' ? { line: headers } : { header: /^[\w-]+/.exec(headers.split('\n').at(-1) ?? '')?.[0] } } }, headers)
    await assert.rejects(send(`X-Berth: ${'ü'.repeat(451)}`), { refusal: { name: 'header-line', with: { line: `X-Berth: ${'ü'.repeat(51)}…` } } }, 'no line beyond 998 octets')
    assert.equal(own.submissions.received.length, 1)
  } finally {
    await own.close()
  }
})

test('a report of the delivery is asked for where the server makes them, and nothing is sent where it makes none', async () => {
  const id = await write({ reports: 'both' })
  await assert.rejects(sendComposition(site.writer, id), { refusal: { name: 'no-delivery-reports' } })
  assert.deepEqual([site.submissions.received.length, (await site.writer.writing.store.get('account of alice', id)).state], [0, 'open'])
  site.submissions.behaviour = { ehlo: '250-mx.example.test\r\n250-DSN\r\n250 AUTH PLAIN' }
  await sendComposition(site.writer, id)
  assert.match(site.submissions.received[0]?.content ?? '', /^Disposition-Notification-To: <alice@example\.test>\r$/m)
  const envelope = site.submissions.commands.filter((command) => /^(?:MAIL|RCPT)/.test(command))
  assert.match(envelope.at(-2) ?? '', /RET=HDRS ENVID=/)
  assert.match(envelope.at(-1) ?? '', /^RCPT TO:<bob@example\.test> NOTIFY=SUCCESS,FAILURE,DELAY/)
})

test('what looks unfinished is said once before it leaves, and whoever says so sends it', async () => {
  const id = await write({ subject: ' ', body: 'The timetable is attached.', to: 'bob@example.test, carol@exmaple.test' })
  const send = (reviewed: readonly SendingHint[]) => performIntent(site.writer, id, 'send', { attachment: '', later: '', zone: '', reviewed })
  assert.deepEqual((await send([])).hints, ['no-subject', 'no-attachment', 'lookalike-domain'])
  assert.deepEqual((await send(['no-subject'])).hints, ['no-attachment', 'lookalike-domain'])
  await attachFile(site.writer, id, { name: 'timetable.txt', mediaType: 'text/plain', content: octets('at noon') })
  assert.deepEqual((await send(['no-subject'])).hints, ['lookalike-domain'])
  assert.equal(site.submissions.received.length, 0)
  assert.equal((await send(['no-subject', 'lookalike-domain'])).outcome?.result, 'sent')
})

test('the person’s own name, organization and wish for no copy go along', async () => {
  const own = await startWritingFixture({
    imap: { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true },
    habits: { 'identity.full_name': 'Alice, of the lamp room', 'identity.organization': 'Pharos “Große”', 'composing.save_sent': false, 'composing.receipts': true },
  })
  try {
    const begun = await startComposition(own.writer, { kind: 'new' })
    await saveComposition(own.writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', subject: 'Hello' })
    const { outcome, leftovers } = await sendComposition(own.writer, begun.id)
    assert.deepEqual([outcome.result, outcome.mailbox, leftovers], ['sent', undefined, []])
    const content = own.submissions.received[0]?.content ?? ''
    assert.match(content, /^From: "Alice, of the lamp room" <alice@example\.test>\r$/m)
    assert.match(content, /^Organization: =\?utf-8\?/im)
    assert.match(content, /^Disposition-Notification-To: <alice@example\.test>\r$/m)
    assert.deepEqual(await readMailbox(own.connections, 'Sent'), [])
  } finally {
    await own.close()
  }
})

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

for (const [kind, flag] of [['reply', '\\Answered'], ['reply-all', '\\Answered'], ['forward', '$Forwarded'], ['forward-attached', '$Forwarded']] as const) {
  test(`${kind}: the original gets ${flag}, and only once it was sent`, async () => {
    const ref = await original()
    const id = await write({}, { kind, original: ref })
    assert.deepEqual((await messagesIn('INBOX'))[0]?.flags, [])
    site.submissions.behaviour = { data: '451 later' }
    await assert.rejects(sendComposition(site.writer, id))
    assert.deepEqual((await messagesIn('INBOX'))[0]?.flags, [])
    site.submissions.behaviour = {}
    await sendComposition(site.writer, id)
    assert.deepEqual((await messagesIn('INBOX'))[0]?.flags, [flag])
  })
}

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
  assert.equal((await spooledFiles()).length, 1)
  site.submissions.behaviour = {}
  await sendComposition(site.writer, id)
  assert.equal(firstValue(parseHeader(Buffer.from(site.submissions.received[0]?.content ?? '')), 'message-id'), kept.messageId)
})

test('every recipient refused: named, with the server’s words; some refused: the others get it once', async () => {
  site.submissions.behaviour = { recipient: (address) => (address.startsWith('no') ? '550 5.1.1 unknown' : undefined) }
  const all = await write({ to: 'nobody@example.test, noone@example.test' })
  await assert.rejects(sendComposition(site.writer, all), (error: { failure?: string; refusal?: Refusal }) => {
    assert.equal(error.failure, 'recipient-refused')
    assert.match(JSON.stringify(error.refusal), /nobody@example\.test \(550 5\.1\.1 unknown\), noone@example\.test \(550 5\.1\.1 unknown\)/)
    return true
  })
  const some = await write({ to: 'bob@example.test, nobody@example.test' })
  const { outcome } = await sendComposition(site.writer, some)
  assert.deepEqual(outcome.accepted, ['bob@example.test'])
  assert.deepEqual(outcome.refused, [{ address: 'nobody@example.test', reply: '550 5.1.1 unknown' }])
  assert.equal(site.submissions.received.length, 1)
})

test('ten thousand recipients get it once, each refusal has its name, and one more is refused before anything is sent', async () => {
  const people = Array.from({ length: RECIPIENT_LIMIT }, (_, at) => `u${at}@example.test`)
  const isRefused = (address: string): boolean => /^u\d*777@/.test(address)
  site.submissions.behaviour = { recipient: (address) => (isRefused(address) ? '550 5.1.1 unknown' : undefined) }
  const { outcome } = await sendComposition(site.writer, await write({ to: people.slice(0, 5000).join(', '), bcc: people.slice(5000).join(', ') }))
  assert.deepEqual([outcome.accepted, outcome.refused.map(({ address }) => address)], [people.filter((each) => !isRefused(each)), people.filter(isRefused)])
  assert.deepEqual(site.submissions.received.map(({ recipients }) => recipients), [outcome.accepted])
  const tooMany = await write({ to: people.join(', '), cc: 'one-more@example.test' })
  await assert.rejects(sendComposition(site.writer, tooMany), { failure: 'too-large', refusal: { name: 'recipients-many', with: { most: RECIPIENT_LIMIT, count: RECIPIENT_LIMIT + 1 } } })
  assert.equal(site.submissions.received.length, 1)
})

test('addresses that are none are named and nothing is tried', async () => {
  const id = await write({ to: 'bob@@example.test, carol@example.test', cc: 'just a name', bcc: 'x@exa mple.test' })
  await assert.rejects(sendComposition(site.writer, id), (error: { failure?: string; refusal?: Refusal }) => {
    assert.equal(error.failure, 'invalid')
    assert.deepEqual(error.refusal?.name === 'addresses-unusable' && error.refusal.with.addresses, [
      { text: 'bob@@example.test', field: 'to' },
      { text: 'just a name', field: 'cc' },
      { text: 'x@exa mple.test', field: 'bcc' },
    ])
    return true
  })
  const nobody = await write({ to: ' ' })
  await assert.rejects(sendComposition(site.writer, nobody), { failure: 'invalid', refusal: { name: 'no-recipient' } })
  assert.deepEqual(site.submissions.commands, [])
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

test('what is being sent cannot be changed, attached to or sent from another tab', async () => {
  const id = await write()
  await site.writer.writing.store.advance('account of alice', id, ['open'], 'sending')
  await assert.rejects(sendComposition(site.writer, id), { failure: 'conflict' })
  await assert.rejects(attachFile(site.writer, id, { name: 'a', mediaType: 'text/plain', content: octets('x') }), { failure: 'conflict' })
  assert.deepEqual(await spooledFiles(), [])
})

test('nothing typed can add a header field or a recipient', async () => {
  const begun = await startComposition(site.writer, { kind: 'new' })
  const evil = 'x\r\nBcc: eve@example.test'
  for (const field of ['to', 'cc', 'bcc', 'replyTo', 'subject'] as const) {
    await assert.rejects(saveComposition(site.writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', [field]: evil }), { failure: 'invalid' })
  }
  await assert.rejects(saveComposition(site.writer, begun.id, begun.revision, { ...begun, body: 'a\0b' }), { failure: 'invalid' })
  const id = await write({ subject: 'a\tb', body: '.\r\nBcc: eve@example.test\r\n.\r\n', to: '"Bob\\\\" <bob@example.test>' })
  await attachFile(site.writer, id, { name: 'a"\r\nBcc: eve@example.test\r\n\r\n.txt', mediaType: 'text/plain\r\nBcc: eve@example.test', content: octets('\r\n.\r\nMAIL FROM:<eve@example.test>\r\n') })
  await sendComposition(site.writer, id)
  const [message] = site.submissions.received
  assert.deepEqual(message?.recipients, ['bob@example.test'])
  const header = message.content.slice(0, message.content.indexOf('\r\n\r\n'))
  assert.equal(/^bcc:/im.test(header), false)
  assert.equal(site.submissions.received.length, 1)
})

test('what is redirected arrives as it was, behind who passed it on, and is in Sent once', async () => {
  const content = 'Received: from a\nFrom: Bob <bob@example.test>\nBcc: hidden@example.test,\n more@example.test\nTo: alice@example.test\nSubject: Lunch\nMessage-ID: <lunch@example.test>\nDate: Tue, 3 Feb 2026 04:05:06 +0000\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nBcc: stays. At noon in the Caf\u00e9?\n'
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content }])
  const [found] = await findByHeader(site.connections, 'INBOX', 'Message-ID', '<lunch@example.test>')
  assert.ok(found)
  const begun = await startComposition(site.writer, { kind: 'redirect', original: found })
  const { kept } = await saveComposition(site.writer, begun.id, begun.revision, { ...begun, to: 'carol', cc: 'Dörte <dave@example.test>', bcc: 'secret@example.test' })
  const { outcome } = await sendComposition(site.writer, kept.id)
  assert.deepEqual(outcome.accepted, ['carol@example.test', 'dave@example.test', 'secret@example.test'])
  const [message] = site.submissions.received
  const original = content.replace('Bcc: hidden@example.test,\n more@example.test\n', '').replaceAll('\n', '\r\n')
  const resent = (message?.content ?? '').slice(0, -original.length)
  assert.equal(message?.content.endsWith(original), true, message?.content)
  assert.equal(message?.from, 'alice@example.test')
  for (const line of [/^Resent-Date: .* \+0000\r$/m, /^Resent-From: alice@example\.test\r$/m, /^Resent-To: carol@example\.test\r$/m, /^Resent-Cc: =\?UTF-8\?.*<dave@example\.test>\r$/m, new RegExp(`^Resent-Message-ID: ${kept.messageId}\r$`, 'm')]) assert.match(resent, line)
  assert.doesNotMatch(message?.content ?? '', /secret@|hidden@|more@/)
  const copies = await messagesIn('Sent')
  assert.deepEqual(copies.map(({ content: copy }) => copy.startsWith('Resent-Bcc: secret@example.test\r\nResent-Date: ')), [true])
})

test('several messages go along whole, and each is marked as forwarded', async () => {
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: ORIGINAL }, { content: ORIGINAL.replaceAll('unch', 'aunch') }, { content: ORIGINAL.replaceAll('unch', 'eft alone') }])
  const [first, second] = await findByHeader(site.connections, 'INBOX', 'From', 'Bob')
  assert.ok(first && second)
  const id = await write({}, { kind: 'forward-attached', original: first, others: [second] })
  const kept = await site.writer.writing.store.get('account of alice', id)
  assert.deepEqual(kept.attachments.map(({ name, mediaType }) => [name, mediaType]), [['Lunch.eml', 'message/rfc822'], ['Launch.eml', 'message/rfc822']])
  await sendComposition(site.writer, id)
  assert.match(site.submissions.received[0]?.content ?? '', /^Subject: Launch\r$/m)
  assert.deepEqual((await messagesIn('INBOX')).map(({ flags }) => flags), [['$Forwarded'], ['$Forwarded'], []])
  await assert.rejects(startComposition(site.writer, { kind: 'reply', original: first, others: [second] }), { failure: 'invalid' })
  await assert.rejects(startComposition(site.writer, { kind: 'forward-attached' }), { refusal: { name: 'nothing-chosen' } })
})

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

test('a copy that could not be made is made at the next sign-in, once', async () => {
  const id = await write()
  const { connections } = site.writer
  await sendComposition({ ...site.writer, connections: { ...connections, useAny: () => Promise.reject(new Error('gone')) } as Writer['connections'] }, id)
  assert.deepEqual(await messagesIn('Sent'), [])
  await Promise.all([finishAccepted(site.writer), finishAccepted(site.writer)])
  await finishAccepted(site.writer)
  assert.deepEqual([(await messagesIn('Sent')).length, site.submissions.received.length, await site.writer.writing.store.find('account of alice', id)], [1, 1, undefined])
})
