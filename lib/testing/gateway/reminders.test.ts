import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readLocalTime } from '#lib/mail/writing/local-time.ts'
import { deskForSuite } from './desk-for-suite.ts'
import type { PreferenceDesk } from './preference-desk.ts'
import { put, letter } from './site.ts'
import { writeMessageId } from '#lib/mail/message-ref.ts'
import { untilOf } from '#lib/mail/reminders/reminder-keyword.ts'
import { readMailbox } from '../writing-fixture.ts'

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

  test('several that were chosen are put off at once, by a form and by a script; none and a stale page are refused', async () => {
    const several = (form: Readonly<Record<string, string | readonly string[]>>) => desk.browser.ask('/api/mailboxes/INBOX/snooze', { form })
    const received = [await desk.receive(), await desk.receive(), await desk.receive()]
    const [one, two, three] = received.map(({ id }) => id)
    assert.ok(one && two && three)
    for (const form of [{ snooze: 'week' }, { snooze: 'at', later: 'soon', message: one }, { snooze: 'never', message: one }, { snooze: 'week', message: [one, `9${two}`] }]) {
      assert.match(await notice(several(form)), /failed=/, JSON.stringify(form))
    }
    assert.match(decodeURIComponent(await notice(several({ snooze: 'week', message: [one, two], return: '/mailboxes/INBOX?page=1' }))), /^\/mailboxes\/INBOX\?page=1&notice=/)
    const { until } = await desk.post<{ until: number }>('/api/mailboxes/INBOX/snooze', { snooze: 'at', later: '2027-03-04T05:06', zone: 'UTC', messages: [three] })
    assert.equal(until, Date.UTC(2027, 2, 4, 5, 6))
    const snoozed = await listed('Snoozed')
    assert.deepEqual(snoozed.map(({ subject }) => subject).toSorted(), received.map(({ subject }) => subject).toSorted())
    for (const { id } of snoozed) await ask('Snoozed', id, { end: 'now' })
  })

  test('a reminder that is chosen while writing stands among the others once the message has left', async () => {
    const { copies } = await desk.finish('send', { ...(await desk.begin()), followUp: '7' })
    assert.deepEqual(copies, ['Sent'])
    const flags = (await readMailbox(desk.connections, 'Sent')).at(-1)?.flags ?? []
    assert.ok(flags.includes('$FollowUp'), flags.join(' '))
    const until = untilOf(flags)
    assert.ok(until !== undefined && Math.abs(until - Date.now() - 7 * 24 * 3_600_000) < 120_000)
  })
})
