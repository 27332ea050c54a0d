import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deskForSuite, TRUSTED_HOST } from './desk-for-suite.ts'
import { fieldOf, type PreferenceDesk } from './preference-desk.ts'

const ASKED = { 'Return-Path': '<bob@example.test>', 'Disposition-Notification-To': 'Bob <bob@example.test>', 'Message-ID': '<asked@example.test>' }

describe('read receipts', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))
  const answer = (id: string, form: Readonly<Record<string, string>>) => desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/receipt`, { form: { ...form, return: '/back' } })
  const receipt = async (id: string) => (await desk.screen({ message: id })).message?.receipt
  const sent = () => desk.submissions.received.splice(0)

  test('a receipt goes once, from the null sender, as RFC 8098 has it', async () => {
    const { id, subject } = await desk.receive({ header: ASKED })
    assert.deepEqual(await receipt(id), { to: 'bob@example.test', isAutomatic: false })
    assert.deepEqual(sent(), [], 'nothing leaves before the person says so')
    const [first, second] = await Promise.all([answer(id, { answer: 'send' }), answer(id, { answer: 'send' })])
    assert.match(first.headers.get('location') ?? '', /^\/back\?notice=/)
    assert.ok(second.headers.get('location'))
    assert.match((await answer(id, { answer: 'send' })).headers.get('location') ?? '', /^\/back\?failed=/)
    const [message, ...more] = sent()
    assert.ok(message)
    assert.deepEqual([more.length, message.from, message.recipients], [0, '', ['bob@example.test']])
    assert.match(message.content, /^Content-Type: multipart\/report; report-type=disposition-notification;\r\n boundary=/m)
    assert.match(message.content, /Content-Type: message\/disposition-notification\r\n/)
    assert.match(message.content, /\r\nFinal-Recipient: rfc822; alice@example\.test\r\nOriginal-Message-ID: <asked@example\.test>\r\nDisposition: manual-action\/MDN-sent-manually; displayed\r\n/)
    assert.match(message.content, new RegExp(`Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: 7bit\r\n\r\nMessage-ID: <asked@example\\.test>\r\nDate: Tue, 3 Feb 2026 04:05:06 \\+0000\r\nSubject: ${subject.replace(/[()]/g, '\\$&')}\r\n`))
    assert.deepEqual([fieldOf(message, 'Subject'), fieldOf(message, 'Auto-Submitted'), fieldOf(message, 'To')], [`Read: ${subject}`, 'auto-replied', 'bob@example.test'])
    assert.equal(await receipt(id), undefined)
  })

  test('addresses beyond ASCII are said in UTF-8, on both sides (RFC 6533)', async () => {
    await desk.set('identities', [{ name: 'Älice', address: 'älice@example.test' }])
    const { id } = await desk.receive({ header: { To: 'älice@example.test', 'Return-Path': '<jörg@example.test>', 'Disposition-Notification-To': 'Jörg <jörg@example.test>', 'Message-ID': '<global@example.test>', 'Original-Recipient': 'rfc822;old@example.test', Subject: `Grüße ${'ä'.repeat(80)}` } })
    assert.deepEqual(await receipt(id), { to: 'jörg@example.test', isAutomatic: false })
    await answer(id, { answer: 'send' })
    const [message] = sent()
    const utf8 = (octets: string): string => Buffer.from(octets, 'latin1').toString()
    assert.deepEqual([message?.from, message?.recipients.map(utf8)], ['', ['jörg@example.test']])
    const text = utf8(message?.content ?? '')
    assert.match(text, /Content-Type: message\/global-disposition-notification\r\nContent-Transfer-Encoding: 8bit\r\n/)
    assert.match(text, /\r\nOriginal-Recipient: rfc822;old@example\.test\r\nFinal-Recipient: utf-8; älice@example\.test\r\n/)
    assert.match(text, /Content-Type: text\/rfc822-headers\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nMessage-ID: <global@example\.test>\r\n[^]*\r\nSubject: =3D\?utf-8\?B\?/)
    assert.ok(desk.submissions.commands.some((command) => /^MAIL FROM:<>.*SMTPUTF8/i.test(command)))
    await desk.set('identities')
  })

  test('who wants to send none is not asked again', async () => {
    const { id } = await desk.receive({ header: ASKED })
    assert.match((await answer(id, { answer: 'decline' })).headers.get('location') ?? '', /notice=/)
    assert.deepEqual([await receipt(id), sent()], [undefined, []])
  })

  test('a server that refuses leaves nothing answered', async () => {
    const { id } = await desk.receive({ header: ASKED })
    desk.submissions.behaviour = { mail: '550 5.7.1 no null sender here' }
    assert.match((await answer(id, { answer: 'send' })).headers.get('location') ?? '', /failed=/)
    desk.submissions.behaviour = {}
    assert.deepEqual(await receipt(id), { to: 'bob@example.test', isAutomatic: false })
  })

  test('contacts are told by opening the page where the person set it so; a prefetch, a stranger and a forged sender tell nobody', async () => {
    await desk.set('reading.receipts', 'known')
    const stranger = await desk.receive({ header: ASKED })
    assert.deepEqual(await receipt(stranger.id), { to: 'bob@example.test', isAutomatic: false })
    await desk.post('/api/contacts', { address: 'bob@example.test', name: 'Bob' })
    const known = await desk.receive({ header: ASKED })
    const forged = await desk.receive({ header: { ...ASKED, 'Authentication-Results': `${TRUSTED_HOST}; dmarc=fail header.from=example.test` } })
    await desk.get(`/api/mailboxes/INBOX/messages/${known.id}`)
    assert.deepEqual(sent(), [])
    assert.equal(await receipt(forged.id), undefined)
    assert.equal(await receipt(known.id), undefined)
    const [message, ...more] = sent()
    assert.match(message?.content ?? '', /Disposition: automatic-action\/MDN-sent-automatically; displayed/)
    assert.equal(more.length, 0)
    await receipt(known.id)
    assert.deepEqual(sent(), [])
    await desk.set('reading.receipts')
  })
})
