import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSource } from '#lib/imap/operations/read-source.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { appendMessages, startImapFixture } from '#lib/testing/imap-fixture.ts'
import { SHOWN_AS_TEXT } from '#lib/mail/composition.ts'
import type { PreferenceName } from '#lib/mail/preferences/schema.ts'
import { startWritingFixture, type WritingFixture } from '#lib/testing/writing-fixture.ts'
import { startComposition } from '../begin/start-composition.ts'
import { saveComposition } from '../save-composition.ts'
import { sendComposition } from '../sending/send-composition.ts'
import { offeredIdentities } from './identities.ts'
import type { WritingHabits } from './writing-habits.ts'

const DESK = { name: 'The “desk”', address: 'desk@pier.test', reply_to: 'office@pier.test', organization: 'Pier & co.', sent: '', signature_format: '', signature: 'The desk\n' }
const HABITS: Partial<WritingHabits> = { 'identity.full_name': 'Alice', 'identity.organization': 'Lighthouse', 'identity.signature': 'Alice', identities: [DESK] }
const FROM_DESK = 'The “desk” <desk@pier.test>'

async function withWriter(habits: Partial<WritingHabits>, use: (site: WritingFixture, answer: (to: string, messageId?: string) => Promise<Awaited<ReturnType<typeof startComposition>>>) => Promise<void>, imposed: readonly PreferenceName[] = []): Promise<void> {
  const imap = await startImapFixture()
  const site = await startWritingFixture({ imap: { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true }, habits, imposed })
  const answer = async (to: string, messageId = '<m@x>') => {
    await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: `From: bob@example.test\nTo: ${to}\nCc: alice@example.test\nSubject: x\nMessage-ID: ${messageId}\n\nText\n` }])
    const [original] = await findByHeader(site.connections, 'INBOX', 'Message-ID', messageId)
    assert.ok(original)
    return startComposition(site.writer, { kind: 'reply-all', original })
  }
  try {
    await use(site, answer)
  } finally {
    await site.close()
    await imap.close()
  }
}

test('an answer comes from the identity that was written to, and goes to none of one’s own addresses', async () => {
  await withWriter(HABITS, async (_, answer) => {
    const begun = await answer('Desk <DESK@pier.test>')
    assert.match(begun.from, /desk@pier\.test>$/)
    assert.deepEqual([begun.replyTo, begun.cc], ['office@pier.test', ''])
    assert.match(begun.body, /^\n\n-- \nThe desk\n\nOn |^\n\n-- \nThe desk\n/)
  })
})

test('an answer to a sub-address comes from it and does not go to it, as its sender lets it', async () => {
  await withWriter(HABITS, async ({ writer, submissions }, answer) => {
    const begun = await answer('Alice <alice+shop@EXAMPLE.test>, carol@example.test')
    assert.deepEqual([begun.from, begun.to, begun.cc, begun.replyTo], ['Alice <alice@example.test>', 'bob@example.test', 'carol@example.test', ''], 'the address itself stands in Cc')
    const discussed = await answer('list@pier.test\nMail-Followup-To: alice+list@example.test, list@pier.test', '<discussed@x>')
    assert.deepEqual([discussed.to, discussed.cc], ['list@pier.test', ''])
    const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, from: 'Alice <alice+shop@example.test>' })
    await sendComposition(writer, kept.id)
    assert.match(submissions.received[0]?.content ?? '', /^From: Alice <alice\+shop@example\.test>\r$/m)
    const forged = await startComposition(writer, { kind: 'new' })
    for (const from of ['Mallory <alice+shop@example.test>', 'Alice <alicia+shop@example.test>', 'Alice <alice+shop@elsewhere.test>', 'Alice <"alice+x"@example.test>', 'Alice <+alice@example.test>']) {
      await assert.rejects(saveComposition(writer, forged.id, forged.revision, { ...forged, from }), { failure: 'preference-locked' }, from)
    }
  })
  await withWriter(HABITS, async ({ writer }, answer) => {
    const desk = await answer('Bob <bob@example.test>, desk+pier@pier.test')
    assert.deepEqual([desk.from, desk.cc], ['Alice <alice@example.test>', ''])
    assert.deepEqual(offeredIdentities(writer, desk.from).length, 2)
    assert.deepEqual(offeredIdentities(writer, 'x <DESK+pier@pier.test>').map(({ from, replyTo }) => [from, replyTo]).at(-1), ['The “desk” <DESK+pier@pier.test>', 'office@pier.test'])
  })
  for (const imposed of ['identity.address', 'identities'] as const) {
    await withWriter({ ...HABITS, 'identity.address': 'alice@example.test' }, async ({ writer }) => {
      const begun = await startComposition(writer, { kind: 'new' })
      await assert.rejects(saveComposition(writer, begun.id, begun.revision, { ...begun, from: 'Alice <alice+shop@example.test>' }), { failure: 'preference-locked' })
    }, [imposed])
  }
})

test('where a message names its reader nowhere, the identity is the one for which it was delivered; one’s own goes on under the same', async () => {
  const imap = await startImapFixture()
  const site = await startWritingFixture({ imap: { host: '127.0.0.1', port: imap.port, tls: 'none', verify: true }, habits: HABITS })
  try {
    const begin = async (id: string, fields: string, from = 'bob@example.test') => {
      await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: `${fields}From: ${from}\nSubject: x\nMessage-ID: <${id}@x>\n\nText\n` }])
      const [original] = await findByHeader(site.connections, 'INBOX', 'Message-ID', `<${id}@x>`)
      assert.ok(original)
      return startComposition(site.writer, { kind: 'reply-all', original })
    }
    assert.equal((await begin('a', 'Delivered-To: alice\nX-Original-To: desk@pier.test\nTo: list@there.test\n')).from, FROM_DESK)
    const sub = await begin('b', 'Delivered-To: alice+list@example.test\nTo: list@there.test\n')
    assert.deepEqual([sub.from, sub.cc], ['Alice <alice+list@example.test>', 'list@there.test'])
    const own = await begin('d', 'X-Own: 1\nTo: carol@example.test\n', 'DESK@pier.test')
    assert.deepEqual([own.from, own.to, own.cc], [FROM_DESK, 'carol@example.test', ''])
    assert.equal((await begin('c', 'Delivered-To: desk@pier.test\nTo: alice@example.test\n')).from, 'Alice <alice@example.test>')
  } finally {
    await site.close()
    await imap.close()
  }
})

test('another sender brings its signature, Reply-To and organization along, without a script too', async () => {
  await withWriter(HABITS, async ({ writer, submissions }) => {
    const begun = await startComposition(writer, { kind: 'new' })
    const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, from: FROM_DESK, to: 'bob@example.test', subject: 'x' })
    assert.deepEqual([kept.replyTo, kept.body], ['office@pier.test', '\n\n-- \nThe desk\n'])
    await sendComposition(writer, kept.id)
    const content = submissions.received[0]?.content ?? ''
    assert.match(content, /^From: .*<desk@pier\.test>\r$/m)
    assert.match(content, /^Reply-To: office@pier\.test\r$/m)
    assert.match(content, /^Organization: Pier & co\.\r$/m)
  })
})

test('a script that has changed the signature already is not followed by a second one', async () => {
  await withWriter({ ...HABITS, 'identity.signature': '' }, async ({ writer }) => {
    const begun = await startComposition(writer, { kind: 'new' })
    const body = 'Hello\n\n-- \nThe desk\n'
    const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, from: FROM_DESK, body })
    assert.equal(kept.body, body)
  })
})

test('in a message with formatting the signature and Reply-To change without a script too, and nothing else of it', async () => {
  await withWriter({ ...HABITS, 'composing.format': 'html' }, async ({ writer }) => {
    const written = async (html: string) => {
      const begun = await startComposition(writer, { kind: 'new' })
      return (await saveComposition(writer, begun.id, begun.revision, { ...begun, html: html + begun.html, format: 'html' })).kept
    }
    const shown = await written('<div>See <b>the tides</b></div>')
    const { kept } = await saveComposition(writer, shown.id, shown.revision, { ...shown, from: FROM_DESK, format: SHOWN_AS_TEXT, html: '', body: shown.body.replaceAll('\n', '\r\n') })
    assert.deepEqual([kept.format, kept.replyTo, kept.html], ['html', 'office@pier.test', shown.html.replace('<div>Alice</div>', '<div>The desk</div>')])
    assert.match(kept.body, /See the tides\n+-- \nThe desk$/)
    const back = await saveComposition(writer, kept.id, kept.revision, { ...kept, from: shown.from, format: SHOWN_AS_TEXT, html: '' })
    assert.deepEqual([back.kept.html, back.kept.replyTo], [shown.html, ''])
    const changed = await written('')
    const asText = await saveComposition(writer, changed.id, changed.revision, { ...changed, from: FROM_DESK, format: SHOWN_AS_TEXT, html: '', body: `Hello\n${changed.body}` })
    assert.deepEqual([asText.kept.format, asText.kept.body.match(/-- \n.*/g)], ['text', ['-- \nThe desk']])
    const scripted = await written('')
    const html = scripted.html.replace('Alice', 'The desk')
    const after = await saveComposition(writer, scripted.id, scripted.revision, { ...scripted, from: FROM_DESK, format: 'html', html })
    assert.equal(after.kept.html, html)
  })
})

const LOGO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const FORMATTED = { ...DESK, signature_format: 'html', signature: `<div onclick="x()"><b>The pier</b>, <a href="https://pier.test/">pier.test</a> <img alt="Logo" src="data:image/png;base64,${LOGO}"><script>x()</script></div>` }

test('a signature with formatting stands in both forms of the message, its picture as a part of it', async () => {
  await withWriter({ ...HABITS, 'composing.format': 'html', identities: [FORMATTED] }, async ({ writer, submissions }, answer) => {
    const begun = await answer('desk@pier.test')
    assert.match(begun.html, /<div id="mail-signature"><div>-- <\/div><div><b>The pier<\/b>, <a href="https:\/\/pier\.test\/">pier\.test<\/a> <img/)
    const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', subject: 'x' })
    await sendComposition(writer, kept.id)
    const content = (submissions.received[0]?.content ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=')
    assert.match(content, /^Content-Type: text\/plain[^]*\r\n-- \r\nThe pier, pier\.test[^]*^Content-Type: text\/html[^]*<b>The pier<\/b>/m)
    const [, contentId = ''] = /<img[^>]* src="cid:([^"]+)"/.exec(content) ?? []
    assert.ok(content.includes(`Content-ID: <${contentId}>`), 'the picture is a part of the message')
    assert.ok(content.replaceAll('\r\n', '').includes(LOGO.slice(0, -2)))
    assert.doesNotMatch(content, /data:image|onclick|<script/)
  })
})

test('a formatted signature and a plain one change places without a script, in messages of both kinds', async () => {
  for (const format of ['html', 'text'] as const) {
    await withWriter({ ...HABITS, 'composing.format': format, identities: [FORMATTED] }, async ({ writer }) => {
      const begun = await startComposition(writer, { kind: 'new' })
      const by = { format: format === 'html' ? SHOWN_AS_TEXT : 'text', html: '' }
      const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, ...by, from: FROM_DESK })
      assert.match(kept.body, /-- \nThe pier, pier\.test/)
      assert.doesNotMatch(kept.body, /Alice|<b>/)
      if (format === 'html') assert.deepEqual(kept.html.match(/<b>The pier<\/b>|Alice/g), ['<b>The pier</b>'])
      const back = await saveComposition(writer, kept.id, kept.revision, { ...kept, ...by, from: begun.from })
      assert.deepEqual([back.kept.html, back.kept.body], [begun.html, begun.body])
    })
  }
})

test('a formatted signature that is imposed stands there once', async () => {
  await withWriter({ 'composing.format': 'html', 'identity.signature_format': 'html', 'identity.signature': '<p>The <b>pier</b></p>' }, async ({ writer, submissions }) => {
    for (const html of [undefined, '<div>Two tickets</div>']) {
      const begun = await startComposition(writer, { kind: 'new' })
      const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, html: html ?? begun.html, to: 'bob@example.test', subject: 'x' })
      await sendComposition(writer, kept.id)
      const content = (submissions.received.at(-1)?.content ?? '').replaceAll('=\r\n', '')
      assert.equal(content.match(/The <b>pier<\/b>/g)?.length, 1)
      assert.equal(content.match(/^-- \r\nThe pier\r$/gm)?.length, 1)
    }
  }, ['identity.signature'])
})

test('a sender that is none of the person’s is refused, and nothing is kept of it', async () => {
  for (const habits of [HABITS, { ...HABITS, identities: [] }]) {
    await withWriter(habits, async ({ writer }) => {
      const begun = await startComposition(writer, { kind: 'new' })
      const forged = habits === HABITS ? 'Root <root@example.test>' : FROM_DESK
      await assert.rejects(saveComposition(writer, begun.id, begun.revision, { ...begun, from: forged }), { failure: 'preference-locked' })
      assert.equal((await writer.writing.store.get('account of alice', begun.id)).from, begun.from)
    })
  }
})

test('an identity that was taken away since the message was begun sends nothing any more', async () => {
  await withWriter(HABITS, async ({ writer, submissions }) => {
    const begun = await startComposition(writer, { kind: 'new' })
    const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, from: FROM_DESK, to: 'bob@example.test', subject: 'x' })
    await sendComposition({ ...writer, habits: { ...writer.habits, identities: [] } }, kept.id)
    assert.match(submissions.received[0]?.content ?? '', /^From: Alice <alice@example\.test>\r$/m)
  })
})

test('where answers go, who gets a blind copy and what stands at the end is not the form’s to say where it is imposed', async () => {
  const habits: Partial<WritingHabits> = { 'identity.reply_to': 'office@pier.test', 'identity.signature': 'The pier takes no orders by mail.', 'composing.blind_copies': ['journal@pier.test', 'Audit@pier.test'] }
  await withWriter(habits, async ({ writer, submissions, connections }) => {
    const begun = await startComposition(writer, { kind: 'new' })
    assert.equal(begun.bcc, '', 'nothing that could be taken away')
    const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', bcc: 'audit@pier.test', replyTo: 'elsewhere@evil.test', subject: 'x', body: 'Two tickets\n' })
    const { outcome } = await sendComposition(writer, kept.id)
    const [sent] = submissions.received
    assert.deepEqual(sent?.recipients, ['bob@example.test', 'audit@pier.test', 'journal@pier.test'])
    assert.match(sent?.content ?? '', /^Reply-To: office@pier\.test\r$/m)
    assert.match(sent?.content ?? '', /Two tickets\r\n\r\n-- \r\nThe pier takes no orders by mail\.(\r\n)+$/)
    const [copy] = await findByHeader(connections, outcome.mailbox ?? '', 'Message-ID', kept.messageId)
    assert.ok(copy)
    assert.match(await sourceOf(connections, copy), /^Bcc: audit@pier\.test, journal@pier\.test\r$/m, 'the copy says who got it')
  }, ['identity.reply_to', 'identity.signature', 'composing.blind_copies'])
  await withWriter(habits, async ({ writer, submissions }) => {
    const begun = await startComposition(writer, { kind: 'new' })
    assert.equal(begun.bcc, 'journal@pier.test, Audit@pier.test')
    const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', bcc: '', replyTo: '', subject: 'x', body: 'Two tickets\n' })
    await sendComposition(writer, kept.id)
    assert.deepEqual(submissions.received[0]?.recipients, ['bob@example.test'], 'else the person has the last word')
    assert.doesNotMatch(submissions.received[0]?.content ?? '', /no orders|Reply-To/)
  })
})

test('a signature that is imposed stands there once', async () => {
  await withWriter({ 'identity.signature': 'The pier' }, async ({ writer, submissions }) => {
    const begun = await startComposition(writer, { kind: 'new' })
    const { kept } = await saveComposition(writer, begun.id, begun.revision, { ...begun, to: 'bob@example.test', subject: 'x' })
    await sendComposition(writer, kept.id)
    assert.equal(submissions.received[0]?.content.match(/^The pier\r$/gm)?.length, 1)
  }, ['identity.signature'])
})

async function sourceOf(connections: WritingFixture['connections'], ref: MessageRef): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of (await readSource(connections, ref)).content) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}
