import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readLocalTime } from '#lib/mail/writing/local-time.ts'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'
import { put, letter } from './site.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'

describe('what comes back', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))
  const ask = (mailbox: string, id: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) => desk.browser.ask(`/api/mailboxes/${mailbox}/messages/${id}/reminder`, { form, headers })
  const listed = async (mailbox: string) => (await desk.index(mailbox)).messages
  const notice = async (response: Promise<Response>): Promise<string> => (await response).headers.get('location') ?? ''

  test('a form puts a message off and ends it; what is no time, and what was not sent, is refused', async () => {
    const { id, subject } = await desk.receive()
    for (const later of ['soon', '2020-01-01T10:00', '2999-01-01T10:00']) assert.match(await notice(ask('INBOX', id, { snooze: 'at', later, zone: 'UTC' })), /failed=/, later)
    assert.match(await notice(ask('INBOX', id, { days: '3' })), /failed=/)
    assert.match(await notice(ask('INBOX', id, { days: '4' })), /failed=/)
    assert.match(await notice(ask('INBOX', id, { snooze: 'tomorrow', zone: 'Europe/Berlin' })), /\/mailboxes\/INBOX\?notice=/)
    const [snoozed] = await listed('Snoozed')
    assert.ok(snoozed)
    assert.match(await notice(ask('Snoozed', snoozed.id, { end: 'now' })), /\/reminders\?notice=/)
    assert.deepEqual([(await listed('Snoozed')).length, (await listed('INBOX'))[0]?.subject, (await listed('INBOX'))[0]?.seen], [0, subject, false])
    assert.match(await notice(ask('Snoozed', snoozed.id, { end: 'now' })), /failed=/)
  })

  test('whoever sent a message may wait for an answer to it', async () => {
    await desk.connections.useAny((client) => client.mailboxCreate('Sent'))
    const ref = await put(desk.connections, 'Sent', letter({ From: 'alice@example.test', Subject: 'question', 'Message-ID': '<question@example.test>' }, 'Text'), ['\\Seen'])
    const answer = await ask('Sent', writeMessageId(ref), { days: '3' }, { Accept: 'application/json' })
    const { until } = (await answer.json()) as { until: number }
    assert.ok(Math.abs(until - Date.now() - 3 * 24 * 3_600_000) < 120_000)
    assert.equal(readLocalTime(new Date(until).toISOString().slice(0, 16), 'UTC'), until)
  })
})
