import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readInvitation } from './read-invitation.ts'
import { instantOf } from './zoned-time.ts'

const calendar = (lines: readonly string[], method = 'REQUEST'): string => ['BEGIN:VCALENDAR', 'VERSION:2.0', `METHOD:${method}`, 'BEGIN:VEVENT', 'UID:a@x.test', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')

test('an invitation: what, where, when and who', () => {
  const read = readInvitation(calendar(['DTSTART;TZID=Europe/Berlin:20260203T100000', 'DTEND:20260203T100000Z', 'SUMMARY:Lunch\\, again', 'LOCATION:Pier', 'DESCRIPTION:One\\ntwo', 'SEQUENCE:2', 'RRULE:FREQ=WEEKLY', 'ORGANIZER;CN="Doe, J":MAILTO:boss@x.test', 'ATTENDEE;PARTSTAT=TENTATIVE:mailto:alice@x.test', 'ATTENDEE:urn:uuid:1']))
  assert.deepEqual(read, {
    method: 'request', uid: 'a@x.test', sequence: 2, summary: 'Lunch, again', location: 'Pier', description: 'One\ntwo', isCancelled: false,
    start: { instant: '2026-02-03T09:00:00.000Z' }, end: { instant: '2026-02-03T10:00:00.000Z' }, repeats: true,
    organizer: { name: 'Doe, J', address: 'boss@x.test' }, attendees: [{ name: '', address: 'alice@x.test', participation: 'tentative' }],
  })
})

test('days, unknown zones, cancellations and answers are told apart', () => {
  assert.deepEqual(readInvitation(calendar(['DTSTART;VALUE=DATE:20260203']))?.start, { day: '2026-02-03' })
  assert.deepEqual(readInvitation(calendar(['DTSTART;TZID=Mars/Base:20260203T100000']))?.start, { clock: '2026-02-03T10:00:00', zone: 'Mars/Base' })
  assert.deepEqual(readInvitation(calendar(['DTSTART;TZID=W. Europe Standard Time:20260703T100000']))?.start, { instant: '2026-07-03T08:00:00.000Z' })
  const { method, isCancelled } = readInvitation(calendar([], 'CANCEL')) ?? {}
  assert.deepEqual([method, isCancelled], ['cancel', true])
  assert.equal(readInvitation(calendar(['STATUS:CANCELLED']))?.isCancelled, true)
  assert.equal(readInvitation(calendar([], 'REPLY'))?.method, 'reply')
})

test('an appointment that says how long it takes, not when it ends', () => {
  const end = (start: string, duration: string) => readInvitation(calendar([start, `DURATION:${duration}`]))?.end
  assert.deepEqual(end('DTSTART:20260203T100000Z', 'PT1H30M'), { instant: '2026-02-03T11:30:00.000Z' })
  assert.deepEqual(end('DTSTART;TZID=Europe/Berlin:20260203T100000', 'PT45M'), { instant: '2026-02-03T09:45:00.000Z' })
  assert.deepEqual(end('DTSTART;VALUE=DATE:20260203', 'P1W'), { day: '2026-02-10' })
  assert.deepEqual(end('DTSTART;TZID=Mars/Base:20260203T233000', 'PT1H'), { clock: '2026-02-04T00:30:00', zone: 'Mars/Base' })
  for (const none of ['-PT1H', 'PT0S', 'P9999W', 'soon', 'P']) assert.equal(end('DTSTART:20260203T100000Z', none), undefined, none)
  assert.deepEqual(readInvitation(calendar(['DTSTART:20260203T100000Z', 'DTEND:20260203T120000Z', 'DURATION:PT1H']))?.end, { instant: '2026-02-03T12:00:00.000Z' })
})

test('a zone behind the name of who wrote it down is that zone', () => {
  assert.equal(instantOf('2026-07-03T10:00:00', '/freeassociation.sourceforge.net/Europe/Berlin'), '2026-07-03T08:00:00.000Z')
  assert.equal(instantOf('2026-07-03T10:00:00', '/mozilla.org/20050126_1/America/New_York'), '2026-07-03T14:00:00.000Z')
})

test('clocks that are set forward and back', () => {
  assert.equal(instantOf('2026-03-29T02:30:00', 'Europe/Berlin'), '2026-03-29T01:30:00.000Z')
  assert.equal(instantOf('2026-10-25T02:30:00', 'Europe/Berlin'), '2026-10-25T00:30:00.000Z')
  assert.equal(instantOf('2026-10-25T03:30:00', 'Europe/Berlin'), '2026-10-25T02:30:00.000Z')
  assert.equal(instantOf('2026-02-03T10:00:00', 'Asia/Kolkata'), '2026-02-03T04:30:00.000Z')
})

test('what is hostile or no calendar is none, and takes no time', () => {
  for (const text of ['', 'Hello', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR', 'BEGIN:VCARD\r\nEND:VCARD', calendar(['X'.repeat(600_000)]), 'BEGIN:VCALENDAR\r\n'.repeat(9_000), 'BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT']) assert.equal(readInvitation(text), undefined, text.slice(0, 40))
  const zone = ['BEGIN:VTIMEZONE', 'TZID:Evil', 'BEGIN:STANDARD', 'DTSTART:19000101T000000', 'RRULE:FREQ=SECONDLY', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0100', 'END:STANDARD', 'END:VTIMEZONE']
  assert.deepEqual(readInvitation(calendar(['DTSTART;TZID=Evil:20260203T100000']).replace('BEGIN:VEVENT', `${zone.join('\r\n')}\r\nBEGIN:VEVENT`))?.start, { clock: '2026-02-03T10:00:00', zone: 'Evil' })
  const read = readInvitation(calendar(['SUMMARY:a\u202eb<script>', 'ORGANIZER:mailto:a@x.test%0aBcc:eve@x.test', 'ORGANIZER:mailto:<x@y>']))
  assert.equal(read?.summary, 'a\ufffdb<script>')
  assert.equal(read?.organizer, undefined)
})
