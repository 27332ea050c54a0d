import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RECIPIENT_LIMIT } from '#lib/composition/composition-limits.ts'
import type { TypedFields } from '#lib/composition/kept-composition.ts'
import type { SendingHint } from '#lib/mail/composition.ts'
import type { Refusal } from '#lib/mail/refusal.ts'
import type { ImapFixture } from '#lib/testing/imap-fixture.ts'
import { octets, readMailbox, spooledFiles, startWritingFixture, type FoundMessage, type WritingFixture, writeMessage, writingForEach } from '#lib/testing/writing-fixture.ts'
import { attachFile } from '../attach-file.ts'
import { startComposition } from '../begin/start-composition.ts'
import { performIntent } from '../perform-intent.ts'
import { saveComposition } from '../save-composition.ts'
import { sendComposition } from './send-composition.ts'

let imap: ImapFixture
let site: WritingFixture
writingForEach((fresh) => ({ imap, site } = fresh))

const messagesIn = (mailbox: string): Promise<readonly FoundMessage[]> => readMailbox(site.connections, mailbox)
const write = (typed: Partial<TypedFields> = {}): Promise<string> => writeMessage(site.writer, typed)

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
  assert.deepEqual(await spooledFiles(site.writer), [])
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

test('header lines that were typed before somebody put the field away still leave; where an administrator has none, they do not', async () => {
  const server = { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true } as const
  for (const imposed of [[], ['composing.header_lines']] as const) {
    const own = await startWritingFixture({ imap: server, imposed })
    const begun = await startComposition(own.writer, { kind: 'new' })
    const { kept } = await saveComposition(own.writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', subject: 'Hello', headers: 'X-Berth: 7' })
    const sending = sendComposition(own.writer, kept.id)
    if (imposed.length > 0) await assert.rejects(sending, { failure: 'preference-locked' })
    else await sending
    assert.equal(own.submissions.received.filter(({ content }) => content.includes('\r\nX-Berth: 7\r\n')).length, imposed.length > 0 ? 0 : 1)
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
