import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openOwnPage } from '#lib/gateway/reading/open-own-page.ts'
import { readMessageId } from '#lib/mail/message-ref.ts'
import { changesSince, isOutdated } from '#lib/mail/reading/invitations/known-answer.ts'
import { readMailbox } from '../writing-fixture.ts'
import { readInvitation } from '#lib/calendar/read-invitation.ts'
import { deskForSuite } from './desk-for-suite.ts'
import { fieldOf, type PreferenceDesk } from './preference-desk.ts'

const HEADER = { 'MIME-Version': '1.0', 'Content-Type': 'multipart/alternative; boundary=b' }
const invite = (lines: readonly string[], method = 'REQUEST'): string =>
  ['--b', 'Content-Type: text/plain', '', 'Lunch?', '--b', `Content-Type: text/calendar; method=${method}; charset=utf-8`, '', 'BEGIN:VCALENDAR', `METHOD:${method}`, 'BEGIN:VEVENT', 'UID:one@x.test', 'SEQUENCE:1', 'DTSTART:20260203T110000Z', 'SUMMARY:Lunch\\, again', ...lines, 'END:VEVENT', 'END:VCALENDAR', '--b--'].join('\r\n')
const ASKED = ['ORGANIZER:mailto:boss@example.test', 'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:alice@example.test']

describe('invitations', () => {
  let desk: PreferenceDesk
  deskForSuite((opened) => void (desk = opened))
  const answer = (id: string, how: string) => desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/parts/2/invitation`, { form: { answer: how, return: '/back' } })
  const sent = () => desk.submissions.received.splice(0)

  test('an answer goes to whoever invites, once, and another one replaces it', async () => {
    const { id } = await desk.receive({ header: HEADER, body: invite(ASKED) })
    const { message } = await desk.screen({ message: id })
    assert.deepEqual(message?.attachments.map(({ section, opens }) => [section, opens]), [['2', 'calendar']])
    assert.match((await answer(id, 'accepted')).headers.get('location') ?? '', /^\/back\?notice=/)
    assert.match((await answer(id, 'accepted')).headers.get('location') ?? '', /^\/back\?failed=/)
    const [reply, ...more] = sent()
    assert.ok(reply)
    assert.deepEqual([more.length, reply.from, reply.recipients, fieldOf(reply, 'Subject')], [0, 'alice@example.test', ['boss@example.test'], 'Accepted: Lunch, again'])
    assert.match(reply.content, /Content-Type: text\/calendar; method=REPLY; charset=utf-8\r\n/)
    const base64 = /method=REPLY[^]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/.exec(reply.content)?.[1] ?? ''
    const calendar = Buffer.from(base64, 'base64').toString()
    const read = readInvitation(calendar)
    assert.deepEqual([read?.method, read?.uid, read?.sequence, read?.summary, read?.organizer?.address], ['reply', 'one@x.test', 1, 'Lunch, again', 'boss@example.test'])
    assert.deepEqual(read?.attendees.map(({ address, participation }) => [address, participation]), [['alice@example.test', 'accepted']])
    await answer(id, 'declined')
    assert.equal(fieldOf(sent()[0] ?? reply, 'Subject'), 'Declined: Lunch, again')
    assert.match((await answer(id, 'accepted')).headers.get('location') ?? '', /notice=/, 'minds may change')
    sent()
  })

  test('an invitation has a name, and one that comes as a file, too, is listed once', async () => {
    const listed = async (body: string, boundary: string) => {
      const { id } = await desk.receive({ header: { 'MIME-Version': '1.0', 'Content-Type': `multipart/mixed; boundary=${boundary}` }, body })
      return (await desk.screen({ message: id })).message?.attachments.map(({ section, name, opens, asksAnswer }) => [section, name, opens, asksAnswer])
    }
    const both = ['--m', 'Content-Type: multipart/alternative; boundary=b', '', invite(ASKED), '--m', 'Content-Type: application/ics; name=lunch.ics', '', 'BEGIN:VCALENDAR', 'END:VCALENDAR', '--m--'].join('\r\n')
    assert.deepEqual(await listed(both, 'm'), [['2', 'lunch.ics', 'calendar', true]])
    assert.deepEqual(await listed(invite(ASKED), 'b'), [['2', 'invite.ics', 'calendar', true]], 'answered where the message is read')
    assert.deepEqual(await listed(invite(ASKED, 'REPLY'), 'b'), [['2', 'invite.ics', 'calendar', undefined]], 'nobody asks')
  })

  test('an invitation that is all of its message is answered, too', async () => {
    const calendar = invite(ASKED)
    const body = calendar.slice(calendar.indexOf('BEGIN:VCALENDAR'), calendar.lastIndexOf('\r\n--b--'))
    const { id } = await desk.receive({ header: { 'MIME-Version': '1.0', 'Content-Type': 'text/calendar; method=REQUEST; charset=utf-8' }, body })
    const { message } = await desk.screen({ message: id })
    assert.deepEqual(message?.attachments.map(({ section, opens, asksAnswer }) => [section, opens, asksAnswer]), [['1', 'calendar', true]])
    const answered = await desk.browser.ask(`/api/mailboxes/INBOX/messages/${id}/parts/1/invitation`, { form: { answer: 'accepted', return: '/back' } })
    assert.match(answered.headers.get('location') ?? '', /notice=/)
    assert.equal(fieldOf(sent()[0] ?? assert.fail('nothing was sent'), 'Subject'), 'Accepted: Lunch, again')
  })

  test('what was said is in Sent, and known on later messages about the same appointment, with what has changed', async () => {
    const { knownAnswer } = await import('#lib/gateway/answers/kept-answers.ts')
    const { answersOf } = await import('#lib/http/reading/answers-of.ts')
    const { requireSession } = await import('#lib/http/wiring.ts')
    const read = async (body: string) => {
      const { id } = await desk.receive({ header: HEADER, body })
      const view = await openOwnPage(desk.connections, { mailbox: 'INBOX', ...(readMessageId(id) ?? assert.fail()) }, '2')
      assert.ok(view.kind === 'calendar')
      const known = await desk.browser.visit(async () => knownAnswer(answersOf(await requireSession('/')), view.invitation))
      return { id, known, changes: known && changesSince(known, view.invitation), outdated: known && isOutdated(known, view.invitation) }
    }
    const body = invite([...ASKED, 'LOCATION:Room 1']).replace('UID:one@x.test', 'UID:two@x.test')
    const first = await read(body)
    assert.equal(first.known, undefined)
    await answer(first.id, 'accepted')
    const [reply] = sent()
    const copies = (await readMailbox(desk.connections, 'Sent')).filter(({ content }) => content === reply?.content)
    assert.deepEqual(copies.map(({ flags }) => flags.includes('\\Seen')), [true])

    const same = await read(body)
    assert.deepEqual([same.known?.answer, same.changes, same.outdated], ['accepted', [], false])
    const moved = await read(body.replace('SEQUENCE:1', 'SEQUENCE:2').replace('20260203T110000Z', '20260203T120000Z').replace('Room 1', 'Room 2'))
    assert.deepEqual([moved.known?.facts.location, moved.changes, moved.outdated], ['Room 1', ['start', 'location'], false])
    const cancelled = await read(body.replace('METHOD:REQUEST', 'METHOD:CANCEL').replace('LOCATION:Room 1\r\n', ''))
    assert.deepEqual([cancelled.known?.answer, cancelled.changes], ['accepted', []])
    await answer(moved.id, 'declined')
    const older = await read(body)
    assert.deepEqual([older.known?.answer, older.outdated], ['declined', true])
    assert.equal((await read(invite(ASKED).replace('UID:one@x.test', 'UID:three@x.test'))).known, undefined)
    sent()

    await desk.set('composing.save_sent', false)
    const before = (await readMailbox(desk.connections, 'Sent')).length
    await answer(first.id, 'tentative')
    assert.deepEqual([sent().length, (await readMailbox(desk.connections, 'Sent')).length], [1, before])
    await desk.set('composing.save_sent')
  })

  test('nobody is told where nobody asks: a cancellation, an answer, an appointment without an organizer', async () => {
    for (const body of [invite(ASKED, 'CANCEL'), invite([...ASKED, 'STATUS:CANCELLED']), invite(ASKED, 'REPLY'), invite(ASKED, 'PUBLISH'), invite([])]) {
      const { id } = await desk.receive({ header: HEADER, body })
      assert.match((await answer(id, 'accepted')).headers.get('location') ?? '', /failed=/)
    }
    assert.deepEqual(sent(), [])
  })

  test('a hostile appointment writes no line of its own into the answer', async () => {
    const { id } = await desk.receive({ header: HEADER, body: invite(ASKED).replace('UID:one@x.test', 'UID:x\\nATTENDEE:mailto:eve@x.test').replace('SUMMARY:Lunch\\, again', `SUMMARY:${'é'.repeat(200)}\\nBcc: eve@x.test`) })
    await answer(id, 'tentative')
    const [reply] = sent()
    assert.deepEqual(reply?.recipients, ['boss@example.test'])
    assert.doesNotMatch(reply.content, /^Bcc:/m)
    const base64 = /method=REPLY[^]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/.exec(reply.content)?.[1] ?? ''
    const lines = Buffer.from(base64, 'base64').toString().split('\r\n')
    assert.equal(lines.filter((line) => line.startsWith('ATTENDEE')).length, 1)
    assert.ok(lines.every((line) => Buffer.byteLength(line) <= 75))
  })

  test('cards of people have a page of their own', async () => {
    const { id } = await desk.receive({ header: { 'MIME-Version': '1.0', 'Content-Type': 'text/vcard; name=bob.vcf' }, body: 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob Example\r\nEMAIL:bob@example.test\r\nEND:VCARD' })
    const parts = readMessageId(id)
    assert.ok(parts)
    const view = await openOwnPage(desk.connections, { mailbox: 'INBOX', ...parts }, '1')
    assert.deepEqual(view.kind === 'card' && view.cards.length, 1)
  })
})
