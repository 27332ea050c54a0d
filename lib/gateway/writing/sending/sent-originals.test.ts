import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TypedFields } from '#lib/composition/kept-composition.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { appendMessages, type ImapFixture } from '#lib/testing/imap-fixture.ts'
import { LUNCH, readMailbox, receiveLunch, type FoundMessage, type WritingFixture, writeMessage, writingForEach } from '#lib/testing/writing-fixture.ts'
import { startComposition, type StartRequest } from '../begin/start-composition.ts'
import { saveComposition } from '../save-composition.ts'
import { sendComposition } from './send-composition.ts'

let imap: ImapFixture
let site: WritingFixture
writingForEach((fresh) => ({ imap, site } = fresh))

const messagesIn = (mailbox: string): Promise<readonly FoundMessage[]> => readMailbox(site.connections, mailbox)
const write = (typed: Partial<TypedFields> = {}, request?: StartRequest): Promise<string> => writeMessage(site.writer, typed, request)

for (const [kind, flag] of [['reply', '\\Answered'], ['reply-all', '\\Answered'], ['forward', '$Forwarded'], ['forward-attached', '$Forwarded']] as const) {
  test(`${kind}: the original gets ${flag}, and only once it was sent`, async () => {
    const ref = await receiveLunch(imap, site)
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
  await appendMessages(await imap.stores.of('alice'), 'INBOX', [{ content: LUNCH }, { content: LUNCH.replaceAll('unch', 'aunch') }, { content: LUNCH.replaceAll('unch', 'eft alone') }])
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
