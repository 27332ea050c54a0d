import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { SHOWN_AS_TEXT } from '#lib/mail/composition.ts'
import { appendMessages, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { octets, readMailbox, type WritingFixture, writingForEach } from '#lib/testing/writing-fixture.ts'
import { attachFile } from '../attach-file.ts'
import { startComposition } from '../begin/start-composition.ts'
import { performIntent } from '../perform-intent.ts'
import { postponeComposition } from '../postpone-composition.ts'
import { saveComposition } from '../save-composition.ts'
import { sendComposition } from '../sending/send-composition.ts'
import type { Writer } from '../writing.ts'
import { openComposedPicture } from './composed-picture.ts'

const ACCOUNT = 'account of alice'
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

let imap: ImapFixture
let site: WritingFixture
writingForEach((fresh) => ({ imap, site } = fresh), { habits: { 'composing.format': 'html', 'composing.format_of_original': true, 'identity.signature': 'Alice\nPier 3' } })

const textOnly = (): Writer => ({ ...site.writer, habits: { ...site.writer.habits, 'composing.format': 'text', 'composing.format_of_original': false }, imposed: new Set(['composing.format'] as const) })
const begin = (): Promise<KeptComposition> => startComposition(site.writer, { kind: 'new', prefilled: { to: 'bob@example.test', subject: 'Tide' } })
const save = async (kept: KeptComposition, fields: Partial<Record<keyof KeptComposition, string>>): Promise<KeptComposition> => {
  const { to, cc, bcc, replyTo, subject, body, format, html, quotation, priority, reports, headers } = kept
  return (await saveComposition(site.writer, kept.id, kept.revision, { to, cc, bcc, replyTo, subject, body, format, html, quotation, priority, reports, headers, ...fields })).kept
}

async function withPicture(kept: KeptComposition, name = 'tide.png'): Promise<string> {
  const { attachments } = await attachFile(site.writer, kept.id, { name, mediaType: 'image/png', content: octets(PNG), isInline: true })
  return attachments.findLast(({ contentId }) => contentId !== undefined)?.contentId ?? ''
}

/** The media types of the parts of a message, in their order and nesting, as they stand in its text. */
const types = (content: string): readonly string[] => Array.from(content.matchAll(/^Content-Type: ([\w/-]+)/gim), ([, type = '']) => type)
const sent = (): string => site.submissions.received.at(-1)?.content ?? ''

const FORMATTED = `From: Bob <bob@example.test>
To: alice@example.test
Subject: Tide
Date: Tue, 3 Feb 2026 04:05:06 +0000
Message-ID: <a@b>
Content-Type: multipart/related; boundary=x

--x
Content-Type: text/html; charset=utf-8

<html><head><style>p{color:red}</style></head><body><p onclick="evil()">High <b>water</b></p><script>evil()</script><table><tr><td><img src="cid:pic@bob"></td></tr></table><img src="https://example.org/a.png"></body></html>
--x
Content-Type: image/png; name=pier.png
Content-ID: <pic@bob>
Content-Transfer-Encoding: base64

${PNG.toString('base64')}
--x--
`

async function received(content: string, mailbox = 'INBOX') {
  await appendMessages(await imap.stores.of('alice'), mailbox, [{ content, ...(mailbox === 'Drafts' ? { flags: ['\\Draft'] } : {}) }])
  const [original] = await findByHeader(site.connections, mailbox, 'Subject', 'Tide')
  assert.ok(original)
  return original
}

test('whoever sends it on as text sends its pictures on as files, and whoever answers does not', async () => {
  const original = await received(FORMATTED)
  const forwarded = await startComposition(textOnly(), { kind: 'forward', original })
  assert.deepEqual([forwarded.format, ...forwarded.attachments.map(({ name, mediaType, size, contentId }) => [name, mediaType, size, contentId])], ['text', ['pier.png', 'image/png', PNG.length, undefined]])
  assert.deepEqual((await startComposition(textOnly(), { kind: 'reply', original })).attachments, [])
})

test('a message in HTML begins with its signature, and leaves as text and as HTML, text first', async () => {
  const begun = await begin()
  assert.deepEqual([begun.format, begun.body], ['html', '-- \nAlice\nPier 3'])
  const kept = await save(begun, { html: `<div>High <b>water</b><script>evil()</script></div>${begun.html}` })
  assert.equal(kept.body, 'High water\n\n\n-- \nAlice\nPier 3')
  await sendComposition(site.writer, kept.id)
  assert.deepEqual(types(sent()), ['multipart/alternative', 'text/plain', 'text/html'])
  assert.match(sent(), /text\/plain; charset=utf-8; format=flowed\r\n[^]*High water\r\n\r\n\r\n-- \r\nAlice\r\nPier 3\r\n[^]*<b>water<\/b>/)
  assert.doesNotMatch(sent(), /script/)
})

test('a picture in the text is a related part; one that was taken out again does not go along', async () => {
  const begun = await begin()
  const [shown, gone] = [await withPicture(begun), await withPicture(begun, 'gone.png')]
  const kept = await save({ ...begun, revision: (await site.writer.writing.store.get(ACCOUNT, begun.id)).revision }, { html: `<div>See <img src="cid:${shown}" alt="tide"></div>` })
  await attachFile(site.writer, kept.id, { name: 'a.pdf', mediaType: 'application/pdf', content: octets(Buffer.from('%PDF-')) })
  assert.equal((await openComposedPicture(site.writer, kept.id, gone)).mediaType, 'image/png')
  await sendComposition(site.writer, kept.id)
  assert.deepEqual(types(sent()), ['multipart/mixed', 'multipart/alternative', 'text/plain', 'multipart/related', 'text/html', 'image/png', 'application/pdf'])
  assert.ok(sent().includes(`Content-ID: <${shown}>`) || sent().includes(`Content-Id: <${shown}>`))
  assert.doesNotMatch(sent(), /gone\.png/)
})

test('an answer quotes the HTML whole: its styles for itself alone, its pictures brought along, those from elsewhere where they were, nothing that runs', async () => {
  const answer = await startComposition(site.writer, { kind: 'reply', original: await received(FORMATTED) })
  assert.deepEqual([answer.format, answer.quotation, answer.attachments.length], ['html', 'below', 1])
  const quoted = await site.writer.writing.store.quoted(ACCOUNT, answer.id)
  assert.match(quoted?.html ?? '', /Bob wrote:<\/div><blockquote type="cite"[^>]*><style>\.mail-quotation p\{color:red\}<\/style><p>High <b>water<\/b><\/p>/)
  assert.match(quoted?.text ?? '', /Bob wrote:\n> High water/)
  await save(answer, { html: '<div>Thanks</div>' })
  await sendComposition(site.writer, answer.id)
  const [contentId = ''] = answer.attachments.map((each) => each.contentId)
  assert.deepEqual(types(sent()), ['multipart/alternative', 'text/plain', 'multipart/related', 'text/html', 'image/png'])
  const message = sent().replaceAll('=\r\n', '').replaceAll('=3D', '=')
  assert.ok(message.includes(`<img src="cid:${contentId}">`))
  assert.match(message, /<img src="https:\/\/example\.org\/a\.png">/)
  assert.match(message, /Thanks[^]*> High water/)
  assert.doesNotMatch(message, /evil/)
})

test('a draft in HTML comes back with what it quotes apart, its pictures and its text, as often as it is put away', async () => {
  const answer = await startComposition(site.writer, { kind: 'reply', original: await received(FORMATTED) })
  const before = await save(answer, { html: '<div>Half an <i>answer</i></div>' })
  const quoted = await site.writer.writing.store.quoted(ACCOUNT, answer.id)
  for (let round = 0; round < 2; round++) {
    const id = (await site.writer.writing.store.list(ACCOUNT))[0]?.id ?? ''
    await postponeComposition(site.writer, id)
    const [draft] = await findByHeader(site.connections, 'Drafts', 'From', 'alice')
    assert.ok(draft)
    const resumed = await startComposition(site.writer, { kind: 'resume', original: draft })
    assert.deepEqual([resumed.html, resumed.body, resumed.format, resumed.quotation, resumed.attachments.length], [before.html, before.body, 'html', 'below', 1])
    const again = await site.writer.writing.store.quoted(ACCOUNT, resumed.id)
    const bare = (html = ''): string => html.replaceAll(/cid:\w+/g, 'cid:').replace(/<style>[^<]*<\/style>/, '')
    assert.equal(bare(again?.html), bare(quoted?.html))
    assert.match(again?.html ?? '', /^<style>\.mail-quotation p\{color:red\}<\/style>/)
  }
  assert.equal((await readMailbox(site.connections, 'Drafts')).length, 1)
})

test('a message that is quoted above comes back above', async () => {
  const writer: Writer = { ...site.writer, habits: { ...site.writer.habits, 'composing.quote': 'above' } }
  const answer = await startComposition(writer, { kind: 'reply', original: await received(FORMATTED) })
  const kept = await save(answer, { html: '<div>below it</div><div>and on</div>' })
  await postponeComposition(writer, kept.id)
  const [draft] = await findByHeader(site.connections, 'Drafts', 'From', 'alice')
  assert.ok(draft)
  const resumed = await startComposition(writer, { kind: 'resume', original: draft })
  assert.deepEqual([resumed.quotation, resumed.html, resumed.body], ['above', kept.html, 'below it\nand on'])
})

test('another program’s draft in HTML is written on in HTML, and keeps what its style sheet says', async () => {
  const resumed = await startComposition(site.writer, { kind: 'resume', original: await received(FORMATTED, 'Drafts') })
  const [contentId = ''] = resumed.attachments.map((each) => each.contentId)
  assert.equal(resumed.html, `<p style="color:red">High <b>water</b></p><table><tbody><tr><td><img src="cid:${contentId}"></td></tr></tbody></table><img src="https://example.org/a.png">`)
})

test('without scripts: a text that is left as it was keeps the formatting, one that was changed takes its place, and nothing is lost', async () => {
  const answer = await save(await startComposition(site.writer, { kind: 'reply', original: await received(FORMATTED) }), { html: '<div>Half an <i>answer</i></div>' })
  const left = await save(answer, { format: SHOWN_AS_TEXT, body: `\r\n${answer.body.replaceAll('\n', '\r\n')}`, subject: 'Re: High tide' })
  assert.deepEqual([left.format, left.html, left.body, left.subject], ['html', answer.html, answer.body, 'Re: High tide'])
  const changed = await save(left, { format: SHOWN_AS_TEXT, body: 'Quite another answer' })
  assert.deepEqual([changed.format, changed.html], ['text', answer.html])
  assert.match(changed.body, /^Quite another answer\n\n.*Bob wrote:\n> High water/)
  await sendComposition(site.writer, changed.id)
  // Of what is no longer in any text the picture is left, as a file.
  assert.deepEqual(types(sent()), ['multipart/mixed', 'text/plain', 'image/png'])
})

test('HTML that a text has replaced is put away with it, its pictures and what it quotes: it can be brought back from a draft, too', async () => {
  const begun = await startComposition(site.writer, { kind: 'reply', original: await received(FORMATTED) })
  const shown = await withPicture(begun)
  const { revision } = await site.writer.writing.store.get(ACCOUNT, begun.id)
  const before = await save({ ...begun, revision }, { html: `<div>Half an <i>answer</i> <img src="cid:${shown}" alt="tide"></div>` })
  const quoted = await site.writer.writing.store.quoted(ACCOUNT, begun.id)
  const text = await save(before, { format: 'text', body: 'Half an answer in text', html: before.html })
  for (let id = text.id; ; ) {
    await postponeComposition(site.writer, id)
    const [draft, ...others] = await findByHeader(site.connections, 'Drafts', 'From', 'alice')
    assert.ok(draft && others.length === 0)
    const resumed = await startComposition(site.writer, { kind: 'resume', original: draft })
    assert.deepEqual([resumed.format, resumed.body, resumed.html, resumed.quotation], ['text', 'Half an answer in text', before.html, 'below'])
    const again = await site.writer.writing.store.quoted(ACCOUNT, resumed.id)
    assert.equal(again?.html.replace(/<style>[^<]*<\/style>/, ''), quoted?.html.replace(/<style>[^<]*<\/style>/, ''))
    assert.equal((await openComposedPicture(site.writer, resumed.id, shown)).mediaType, 'image/png')
    if (id !== text.id) break
    id = resumed.id
  }
})

test('where an administrator wants text, nobody writes in HTML, whatever they post', async () => {
  const writer = textOnly()
  const begun = await startComposition(writer, { kind: 'reply', original: await received(FORMATTED) })
  assert.deepEqual([begun.format, begun.html], ['text', ''])
  const { kept } = await saveComposition(writer, begun.id, begun.revision, { to: 'bob@example.test', subject: 'x', format: 'html', html: '<b>loud</b>' })
  assert.deepEqual([kept.format, kept.body], ['text', 'loud'])
})

test('two windows: the text of each is kept, with what both quote', async () => {
  const answer = await startComposition(site.writer, { kind: 'reply', original: await received(FORMATTED) })
  await save(answer, { html: '<div>one</div>' })
  const late = await save(answer, { html: '<div>two</div>' })
  assert.notEqual(late.id, answer.id)
  assert.deepEqual([late.html, late.quotation], ['<div>two</div>', 'below'])
  assert.deepEqual(await site.writer.writing.store.quoted(ACCOUNT, late.id), await site.writer.writing.store.quoted(ACCOUNT, answer.id))
})

test('what is quoted is left out without a script: of a text, of HTML, and where it stands apart', async () => {
  const plain = { ...site.writer, habits: { ...site.writer.habits, 'composing.format': 'text' as const, 'composing.format_of_original': false } }
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: FORMATTED }, { content: 'From: Bob <bob@example.test>\nTo: alice@example.test\nMessage-ID: <plain@b>\n\nAt noon?\n' }])
  for (const [writer, id] of [[plain, '<plain@b>'], [site.writer, '<a@b>'], [{ ...site.writer, habits: { ...site.writer.habits, 'composing.format_of_original': false } }, '<plain@b>']] as const) {
    const [original] = await findByHeader(site.connections, 'INBOX', 'Message-ID', id)
    assert.ok(original)
    const begun = await startComposition(writer, { kind: 'reply', original })
    const { composition } = await performIntent(writer, begun.id, 'leave-out-quotation', { attachment: '', later: '', zone: '', reviewed: [] })
    assert.deepEqual([composition?.quotation, composition?.format], ['none', begun.format])
    assert.doesNotMatch(`${composition?.body}${composition?.html}`, /At noon|wrote:|blockquote/)
    assert.match(composition?.body ?? '', /-- \nAlice\nPier 3/)
    await sendComposition(writer, begun.id)
    assert.doesNotMatch(sent(), /At noon|High|water/)
  }
})
