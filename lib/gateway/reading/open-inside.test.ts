import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { appendMessage } from '#lib/imap/operations/append-message.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { startEmbedded } from '#lib/testing/gateway/embedded-server.ts'
import { failureOf, octetsOf, siteForSuite } from '#lib/testing/gateway/site.ts'
import { deliverPart } from '../deliver-part.ts'
import { openMessage } from '../open-message.ts'
import { openInside } from './open-inside.ts'
import { openOwnPage } from './open-own-page.ts'

let connections: AccountConnections

siteForSuite(startEmbedded, ({ server, site }) => (connections = site.connections(server.alice)))

async function put(text: string): Promise<MessageRef> {
  const ref = await appendMessage(connections, 'INBOX', { content: Buffer.from(text.replace(/\r?\n/g, '\r\n')), flags: [] })
  assert.ok(ref)
  return ref
}

const INNER = `From: =?utf-8?Q?J=C3=B6rg?= <jorg@example.test>
Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
Date: Tue, 02 Jan 2024 03:04:05 +0000
Content-Type: multipart/mixed; boundary=c

--c
Content-Type: multipart/alternative; boundary=d

--d
Content-Type: text/plain

The plain text.
--d
Content-Type: text/html

<p>The <b>text</b>.
--d--
--c
Content-Type: application/pdf; name=inner.pdf

%PDF
--c
Content-Type: message/rfc822

Subject: Innermost

Deep text.
--c--
`
const outer = (inner: string, header = ''): string => `Subject: Outer\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/rfc822\n${header}\n${inner}\n--b--\n`

test('a message inside shows its own people, text and parts, and they download', async () => {
  const ref = await put(outer(INNER))
  const { attachments } = await openMessage(connections, ref, { markSeen: false })
  assert.deepEqual(attachments.map(({ section, opens }) => [section, opens]), [['2', 'message']])
  const view = await openInside(connections, ref, '2')
  assert.deepEqual([view.subject, view.date, view.envelope.from], ['Grüße', '2024-01-02T03:04:05.000Z', [{ name: 'Jörg', address: 'jorg@example.test' }]])
  assert.deepEqual(view.bodies.map(({ kind, section, text }) => [kind, section, text.trim()]), [['html', '2.1.2', 'The plain text.']])
  assert.deepEqual(view.attachments.map(({ section, name, opens }) => [section, name, opens]), [['2.2', 'inner.pdf', 'pdf'], ['2.3', 'Innermost.eml', 'message']])
  assert.equal((await octetsOf((await deliverPart(connections, { ref, section: '2.2' }, 'attachment')).content)).toString(), '%PDF')
  assert.deepEqual(await openOwnPage(connections, ref, '2.2'), { kind: 'pdf', name: 'inner.pdf', octets: 4 })
  const deeper = await openInside(connections, ref, '2.3', { prefer: 'text' })
  assert.deepEqual([deeper.subject, deeper.bodies.map(({ text }) => text.trim())], ['Innermost', ['Deep text.']])
})

test('a message that is nothing but another one', async () => {
  const ref = await put(`Subject: Forwarded\nContent-Type: message/rfc822\n\n${INNER}`)
  const view = await openInside(connections, ref, '1', { prefer: 'text' })
  assert.deepEqual([view.subject, view.bodies.map(({ text }) => text.trim())], ['Grüße', ['The plain text.']])
})

test('one in base64, which no server looks into, shows its text', async () => {
  const ref = await put(outer(Buffer.from('Subject: Hidden\r\nFrom: a@example.test\r\n\r\nEncoded text.\r\n').toString('base64'), 'Content-Transfer-Encoding: base64\n'))
  const view = await openInside(connections, ref, '2')
  assert.deepEqual([view.subject, view.bodies.map(({ text }) => text.trim())], ['Hidden', ['Encoded text.']])
})

test('what is no message is none', async () => {
  const ref = await put(outer(INNER))
  for (const section of ['1', '2.2', '9', 'x']) assert.equal(await failureOf(openInside(connections, ref, section)), 'no-such-part', section)
})

test('parts whose content is elsewhere have a page of ours that says where', async () => {
  const ref = await put('Subject: Elsewhere\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee there.\n--b\nContent-Type: message/external-body; access-type=URL; URL="https://files.example.test/\n big.iso"\n\nContent-Type: application/octet-stream\n\n--b\nContent-Type: message/partial; id="x@y"; number=2; total=3\n\nmiddle\n--b--\n')
  const { attachments } = await openMessage(connections, ref, { markSeen: false })
  assert.deepEqual(attachments.map(({ section, opens }) => [section, opens]), [['2', 'pointer'], ['3', 'pointer']])
  const [outside, piece] = [await openOwnPage(connections, ref, '2'), await openOwnPage(connections, ref, '3')]
  assert.ok(outside.kind === 'pointer' && outside.pointer.kind === 'outside')
  assert.equal(outside.pointer.url, 'https://files.example.test/big.iso')
  assert.deepEqual(piece, { kind: 'pointer', pointer: { kind: 'piece', id: 'x@y', number: 2, total: 3 } })
})
