import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import type { KeptComposition, TypedFields } from '#lib/composition/kept-composition.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import { readMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { appendMessages, startImapFixture, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { octets, readMailbox, spooledFiles, startWritingFixture, type WritingFixture, writingForEach } from '#lib/testing/writing-fixture.ts'
import { attachFile } from './attach-file.ts'
import { startComposition } from './begin/start-composition.ts'
import { discardComposition } from './discard-composition.ts'
import { postponeComposition } from './postpone-composition.ts'
import { saveComposition } from './save-composition.ts'
import { saveOpenCompositions } from './save-open-compositions.ts'
import { sendComposition } from './sending/send-composition.ts'
import { listOpenCompositions, viewComposition } from './view-composition.ts'

const ACCOUNT = 'account of alice'
let imap: ImapFixture
let site: WritingFixture
writingForEach((fresh) => ({ imap, site } = fresh))

const TYPED: TypedFields = {
  to: 'Bob <bob@example.test>, half an addr',
  cc: 'Cärol <carol@example.test>',
  bcc: 'secret@example.test',
  replyTo: 'other@example.test',
  subject: 'Überraschung 🎉',
  body: '  two blanks before, two after  \n\nFrom here\n> quoted\n.\n-- \nAlice\n\n\n',
  priority: 'low',
  reports: 'none',
  followUp: 'none',
  headers: '',
  copyTo: 'Archive',
  format: 'text',
  html: '',
  quotation: 'none',
}

async function write(fields: Partial<TypedFields> = {}): Promise<KeptComposition> {
  const begun = await startComposition(site.writer, { kind: 'new' })
  return (await saveComposition(site.writer, begun.id, begun.revision, { ...TYPED, ...fields })).kept
}

async function onlyDraft(): Promise<MessageRef> {
  const found = await findByHeader(site.connections, 'Drafts', 'From', 'alice')
  assert.equal(found.length, 1)
  return found[0] as MessageRef
}

const typedOf = ({ to, cc, bcc, replyTo, subject, body, format, html, quotation, priority, reports, followUp, headers, copyTo }: KeptComposition): TypedFields => ({ to, cc, bcc, replyTo, subject, body, format, html, quotation, priority, reports, followUp, headers, copyTo })

test('postponed and resumed, everything is as it was typed: half addresses, Bcc, blanks, attachments', async () => {
  const extra = { reports: 'both', followUp: '7', headers: 'X-Berth: 7\nhalf a line' } as const
  const kept = await write(extra)
  const binary = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256)
  await attachFile(site.writer, kept.id, { name: 'Übersicht "1".bin', mediaType: 'application/x-thing', content: octets(binary) })
  await attachFile(site.writer, kept.id, { name: 'b.txt', mediaType: 'text/plain; charset=utf-8', content: octets(Buffer.from('a\nb\r\nc')) })
  const { mailbox } = await postponeComposition(site.writer, kept.id)
  assert.equal(mailbox, 'Drafts')
  assert.deepEqual(await spooledFiles(site.writer), [])
  const [draft, ...others] = await readMailbox(site.connections, 'Drafts')
  assert.deepEqual(others, [])
  assert.deepEqual([...(draft?.flags ?? [])].sort(), ['\\Draft', '\\Seen'])

  const ref = await onlyDraft()
  const resumed = await startComposition(site.writer, { kind: 'resume', original: ref })
  assert.deepEqual(typedOf(resumed), { ...TYPED, ...extra })
  assert.equal(resumed.messageId, kept.messageId)
  assert.deepEqual(resumed.attachments.map(({ name, mediaType, size }) => [name, mediaType, size]), [['Übersicht "1".bin', 'application/x-thing', 70_000], ['b.txt', 'text/plain', 6]])
  assert.deepEqual(new Uint8Array(await buffer(site.writer.writing.spool.read(resumed.attachments[0]?.id ?? ''))), binary)
  assert.equal((await startComposition(site.writer, { kind: 'resume', original: ref })).id, resumed.id)
})

for (const body of ['', '\n\n']) {
  test(`a draft with an attachment and no text (${JSON.stringify(body)}) is resumed as it was`, async () => {
    const kept = await write({ body })
    await attachFile(site.writer, kept.id, { name: 'a.bin', mediaType: 'application/octet-stream', content: octets(Buffer.from('x')) })
    await postponeComposition(site.writer, kept.id)
    const resumed = await startComposition(site.writer, { kind: 'resume', original: await onlyDraft() })
    assert.equal(resumed.body.trim(), '')
    assert.deepEqual(resumed.attachments.map(({ name, size }) => [name, size]), [['a.bin', 1]])
  })
}

test('postponed again, there is one draft and it is the new one', async () => {
  const first = await write()
  await postponeComposition(site.writer, first.id)
  const resumed = await startComposition(site.writer, { kind: 'resume', original: await onlyDraft() })
  await saveComposition(site.writer, resumed.id, resumed.revision, { ...TYPED, body: 'newer text' })
  await postponeComposition(site.writer, resumed.id)
  const drafts = await readMailbox(site.connections, 'Drafts')
  assert.equal(drafts.length, 1)
  assert.match(drafts[0]?.content ?? '', /newer text/)
})

test('sent from a draft, the draft goes and nothing else in Drafts does', async () => {
  await postponeComposition(site.writer, (await write({ subject: 'stays' })).id)
  const kept = await write({ subject: 'goes', to: 'bob@example.test' })
  await postponeComposition(site.writer, kept.id)
  const [ref] = await findByHeader(site.connections, 'Drafts', 'Subject', 'goes')
  assert.ok(ref)
  const resumed = await startComposition(site.writer, { kind: 'resume', original: ref })
  await sendComposition(site.writer, resumed.id)
  const left = await readMailbox(site.connections, 'Drafts')
  assert.equal(left.length, 1)
  assert.match(left[0]?.content ?? '', /^Subject: stays\r$/m)
})

const FOREIGN = `From: alice@example.test
To: Bob <bob@example.test>
Bcc: secret@example.test
Subject: =?iso-8859-1?Q?Caf=E9?=
X-Priority: 2
In-Reply-To: <a@b>
References: <z@b> <a@b>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=x

--x
Content-Type: text/plain; charset=iso-8859-1; format=flowed
Content-Transfer-Encoding: quoted-printable

A paragraph that=20
goes on =E9
--x
Content-Type: application/pdf; name=a.pdf
Content-Disposition: attachment
Content-Transfer-Encoding: base64

JVBERi0=
--x--
`

test('another program’s draft is resumed with its thread, and removed exactly once it was sent', async () => {
  await appendMessages(await imap.stores.of('alice'), 'Drafts', [{ content: FOREIGN, flags: ['\\Draft'] }, { content: FOREIGN.replace('Bob', 'Other'), flags: ['\\Draft'] }])
  const [ref] = await findByHeader(site.connections, 'Drafts', 'To', 'Bob')
  assert.ok(ref)
  const resumed = await startComposition(site.writer, { kind: 'resume', original: ref })
  assert.deepEqual(typedOf(resumed), { to: 'Bob <bob@example.test>', cc: '', bcc: 'secret@example.test', replyTo: '', subject: 'Café', body: 'A paragraph that goes on é', priority: 'high', reports: 'none', followUp: 'none', headers: '', copyTo: '', format: 'text', html: '', quotation: 'none' })
  assert.deepEqual([resumed.inReplyTo, resumed.references, resumed.attachments.map(({ name, size }) => [name, size])], ['<a@b>', ['<z@b>', '<a@b>'], [['a.pdf', 5]]])
  await sendComposition(site.writer, resumed.id)
  const left = await readMailbox(site.connections, 'Drafts')
  assert.deepEqual(left.map(({ content }) => /^To: (\w+)/m.exec(content)?.[1]), ['Other'])
})

test('a draft of Thunderbird asks for the reports that were chosen there, and only a draft does', async () => {
  const info = (receipt: number, dsn: number): string => `X-Mozilla-Draft-Info: internal/draft; vcard=0; receipt=${receipt}; DSN=${dsn}; uuencode=0\n`
  for (const [receipt, dsn, reports] of [[0, 0, 'none'], [1, 0, 'receipt'], [0, 1, 'delivery'], [2, 1, 'both']] as const) {
    for (const mailbox of ['Drafts', 'INBOX']) {
      await appendMessages(await imap.stores.of('alice'), mailbox, [{ content: `To: bob${receipt}${dsn}@example.test\n${info(receipt, dsn)}Subject: x\n\nText\n` }])
      const [original] = await findByHeader(site.connections, mailbox, 'To', `bob${receipt}${dsn}`)
      assert.ok(original)
      assert.equal((await startComposition(site.writer, { kind: 'resume', original })).reports, mailbox === 'Drafts' ? reports : 'none', `${mailbox} ${reports}`)
    }
  }
})

test('a received message taken as a pattern is never removed', async () => {
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: FOREIGN.replace('Subject', 'Message-ID: <p@b>\nSubject') }])
  const [ref] = await findByHeader(site.connections, 'INBOX', 'To', 'Bob')
  assert.ok(ref)
  const pattern = await startComposition(site.writer, { kind: 'resume', original: ref })
  assert.equal(pattern.draft, undefined)
  assert.notEqual(pattern.messageId, '<p@b>')
  await sendComposition(site.writer, pattern.id)
  assert.equal((await readMailbox(site.connections, 'INBOX')).length, 1)
  const note = Buffer.from(JSON.stringify({ kind: 'reply', original: { mailbox: 'INBOX', id: '1.1' }, typed: { to: 'eve@example.test', cc: '', bcc: 'eve@example.test', replyTo: 'eve@example.test' }, copyTo: 'Trash', headers: 'X-Evil: 1', html: '<b>evil</b>' })).toString('base64')
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: `From: eve@example.test\nTo: alice@example.test\nSubject: Forged\nX-Postern-Draft: ${note}\n\nText\n` }])
  const [forged] = await findByHeader(site.connections, 'INBOX', 'Subject', 'Forged')
  assert.ok(forged)
  const { kind, to, bcc, replyTo, headers, copyTo, html, original } = await startComposition(site.writer, { kind: 'resume', original: forged })
  assert.deepEqual([kind, to, bcc, replyTo, headers, copyTo, html, original], ['new', 'alice@example.test', '', '', '', '', '', undefined], 'what only our own drafts may say')
})

test('a draft of a reply still marks its original once it is sent', async () => {
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: 'From: bob@example.test\nMessage-ID: <o@b>\nSubject: q\n\nx\n' }])
  const [original] = await findByHeader(site.connections, 'INBOX', 'Message-ID', '<o@b>')
  assert.ok(original)
  const reply = await startComposition(site.writer, { kind: 'reply', original })
  await postponeComposition(site.writer, reply.id)
  const resumed = await startComposition(site.writer, { kind: 'resume', original: await onlyDraft() })
  assert.deepEqual([resumed.kind, resumed.inReplyTo], ['reply', '<o@b>'])
  await sendComposition(site.writer, resumed.id)
  assert.deepEqual((await readMailbox(site.connections, 'INBOX'))[0]?.flags, ['\\Answered'])
})

test('when Drafts cannot take it the composition stays, attachments too', async () => {
  const full = await startImapFixture({ quota: 500 })
  const poor = await startWritingFixture({ imap: { host: '127.0.0.1', port: full.port, tls: 'none', verify: true } })
  try {
    const begun = await startComposition(poor.writer, { kind: 'new' })
    await saveComposition(poor.writer, begun.id, begun.revision, { ...TYPED, body: 'x'.repeat(2000) })
    await assert.rejects(postponeComposition(poor.writer, begun.id), { failure: 'over-quota' })
    await saveOpenCompositions(poor.writer)
    await poor.restart()
    const kept = await poor.writer.writing.store.get(ACCOUNT, begun.id)
    assert.deepEqual([kept.state, kept.body.length], ['open', 2000])
    assert.equal((await listOpenCompositions(poor.writer)).length, 1)
  } finally {
    await poor.close()
    await full.close()
  }
})

test('signing out puts what was typed into Drafts and drops what nobody touched', async () => {
  await write({ subject: 'one' })
  await write({ subject: 'two' })
  await startComposition(site.writer, { kind: 'new' })
  const uncertain = await write({ subject: 'three' })
  await site.writer.writing.store.advance(ACCOUNT, uncertain.id, ['open'], 'delivering')
  await site.restart()
  await saveOpenCompositions(site.writer)
  const drafts = await readMailbox(site.connections, 'Drafts')
  assert.deepEqual(drafts.map(({ content }) => /^Subject: (\w+)/m.exec(content)?.[1]).sort(), ['one', 'two'])
  assert.deepEqual((await listOpenCompositions(site.writer)).map(({ subject, state }) => [subject, state]), [['three', 'uncertain']])
})

test('signing out leaves alone what the same person writes in another session', async () => {
  const elsewhere = { ...site.writer, session: { ...site.writer.session, id: 'another session of alice' } }
  const untouched = await startComposition(elsewhere, { kind: 'new' })
  const typed = await write({ subject: 'begun here' })
  await saveComposition(elsewhere, typed.id, typed.revision, { ...TYPED, subject: 'gone on with there' })
  await saveOpenCompositions(site.writer)
  const open = (await listOpenCompositions(site.writer)).map(({ id }) => id)
  assert.ok(open.includes(typed.id))
  assert.equal((await site.writer.writing.store.get(ACCOUNT, untouched.id)).state, 'open')
})

test('a late save from another tab keeps both texts and both sets of attachments', async () => {
  const kept = await write({ body: 'first tab' })
  await attachFile(site.writer, kept.id, { name: 'a', mediaType: 'text/plain', content: octets(Buffer.from('x')) })
  const late = await saveComposition(site.writer, kept.id, kept.revision - 1, { ...TYPED, body: 'second tab' })
  assert.equal(late.conflict, true)
  assert.notEqual(late.kept.id, kept.id)
  assert.deepEqual([late.kept.body, (await site.writer.writing.store.get(ACCOUNT, kept.id)).body], ['second tab', 'first tab'])
  await discardComposition(site.writer, kept.id)
  assert.equal((await buffer(site.writer.writing.spool.read(late.kept.attachments[0]?.id ?? ''))).toString(), 'x')
})

test('a discarded composition is gone with its files; the draft it came from is not', async () => {
  await postponeComposition(site.writer, (await write()).id)
  const ref = await onlyDraft()
  const resumed = await startComposition(site.writer, { kind: 'resume', original: ref })
  await attachFile(site.writer, resumed.id, { name: 'a', mediaType: 'text/plain', content: octets(Buffer.from('x')) })
  await discardComposition(site.writer, resumed.id)
  assert.deepEqual(await spooledFiles(site.writer), [])
  assert.equal((await viewComposition(site.writer, resumed.id))?.kind, 'gone')
  assert.deepEqual(await onlyDraft(), ref)
})

test('a large draft streams over its own connection and comes back whole', async () => {
  const kept = await write()
  const large = Buffer.alloc(3_000_000, 'postern ')
  await attachFile(site.writer, kept.id, { name: 'large.bin', mediaType: 'application/octet-stream', content: octets(large) })
  await postponeComposition(site.writer, kept.id)
  const resumed = await startComposition(site.writer, { kind: 'resume', original: await onlyDraft() })
  assert.equal(Buffer.compare(await buffer(site.writer.writing.spool.read(resumed.attachments[0]?.id ?? '')), large), 0)
})

test('a draft in a mailbox that was numbered anew goes all the same; another program’s of the same Message-ID stays', async () => {
  await postponeComposition(site.writer, (await write({ to: 'bob@example.test' })).id)
  const resumed = await startComposition(site.writer, { kind: 'resume', original: await onlyDraft() })
  await site.connections.useAny(async (client) => {
    await client.mailboxRename('Drafts', 'Older')
    await client.mailboxCreate('Drafts')
  })
  await site.connections.use('Older', async (client) => client.messageMove('1:*', 'Drafts', { uid: true }))
  await appendMessages(await imap.stores.of('alice'), 'Drafts', [{ content: `From: other@example.test\r\nMessage-ID: ${resumed.messageId}\r\n\r\nLater words\r\n`, flags: ['\\Draft'] }])
  assert.deepEqual((await sendComposition(site.writer, resumed.id)).leftovers, [])
  assert.deepEqual((await readMailbox(site.connections, 'Drafts')).map(({ content }) => content.includes('Later words')), [true])
})

test('a draft that another client has replaced meanwhile is left alone', async () => {
  await postponeComposition(site.writer, (await write({ to: 'bob@example.test' })).id)
  const ref = await onlyDraft()
  const resumed = await startComposition(site.writer, { kind: 'resume', original: ref })
  await appendMessages(await imap.stores.of('alice'), 'Drafts', [{ content: FOREIGN, flags: ['\\Draft'] }])
  await changeFlags(site.connections, setOf(ref), { operation: 'add', flags: ['\\Deleted'] })
  await site.connections.use('Drafts', async (client) => client.messageDelete(String(ref.uid), { uid: true }))
  const { leftovers } = await sendComposition(site.writer, resumed.id)
  assert.deepEqual(leftovers, [])
  assert.equal((await readMailbox(site.connections, 'Drafts')).length, 1)
  assert.deepEqual(resumed.draft && readMessageId(resumed.draft.id), { uidValidity: ref.uidValidity, uid: ref.uid })
})

/** So many people, each with a name. */
const crowd = (count: number): string => Array.from({ length: count }, (_, at) => `Person ${at} <p${at}@example.test>`).join(', ')
const bareCrowd = (count: number): string => Array.from({ length: count }, (_, at) => `p${at}@example.test`).join(', ')

for (const [count, field, people] of [[3_000, 'to', crowd], [6_000, 'cc', crowd], [12_000, 'bcc', bareCrowd]] as const) {
  test(`a draft to ${count} people in ${field} comes back with all of them, its thread and everything beside`, async () => {
    const kept = await write({ to: '', cc: '', bcc: '', [field]: people(count), headers: 'X-Berth: 7' })
    await postponeComposition(site.writer, kept.id)
    const resumed = await startComposition(site.writer, { kind: 'resume', original: await onlyDraft() })
    assert.deepEqual([resumed[field] === kept[field], resumed.subject, resumed.headers, resumed.messageId], [true, kept.subject, 'X-Berth: 7', kept.messageId])
  })
}

test('another program’s draft to 3,000 people comes back with all of them', async () => {
  const to = Array.from({ length: 3_000 }, (_, at) => `Person ${at} <p${at}@example.test>`).join(',\r\n ')
  await appendMessages(await imap.stores.of('alice'), 'Drafts', [{ content: `From: alice@example.test\r\nTo: ${to}\r\nCc: last@example.test\r\nSubject: To all\r\n\r\nHello\r\n`, flags: ['\\Draft'] }])
  const resumed = await startComposition(site.writer, { kind: 'resume', original: await onlyDraft() })
  assert.deepEqual([resumed.to === crowd(3_000), resumed.cc, resumed.subject], [true, 'last@example.test', 'To all'])
})

test('an answer to all of 3,000 people goes to all of them', async () => {
  const to = Array.from({ length: 3_000 }, (_, at) => `Person ${at} <p${at}@example.test>`).join(',\r\n ')
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: `From: bob@example.test\r\nTo: ${to}\r\nCc: last@example.test\r\nSubject: To all\r\nMessage-ID: <crowd@example.test>\r\n\r\nHello\r\n` }])
  const [original] = await findByHeader(site.connections, 'INBOX', 'From', 'bob')
  assert.ok(original)
  const answer = await startComposition(site.writer, { kind: 'reply-all', original })
  assert.deepEqual([answer.cc === `${crowd(3_000)}, last@example.test`, answer.subject, answer.inReplyTo], [true, 'Re: To all', '<crowd@example.test>'])
})
