import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatsOf, knownZone } from './formats.ts'
import { wordsIn } from './words-in.ts'

const { count, size, ...formats } = formatsOf('en', await wordsIn('en'))
const dates = formats.dates({ zone: 'Europe/Vienna', now: '2025-03-04T12:00:00Z' })

test('a date is as short as today allows', () => {
  assert.equal(dates.short('2025-03-04T00:05:00Z'), '01:05')
  assert.equal(dates.short('2025-03-03T23:30:00Z'), '00:30', 'already today in Vienna')
  assert.equal(dates.short('2025-03-03T12:00:00Z'), '3 Mar')
  assert.equal(dates.short('2024-03-04T12:00:00Z'), '4 Mar 2024')
  assert.equal(dates.short('2025-09-04T12:00:00Z'), '4 Sep')
  assert.equal(dates.short('not a date'), '')
})

test('midnight is 00, not 24', () => {
  assert.equal(dates.short('2025-03-03T23:00:00Z'), '00:00')
})

test('a long date names its weekday in the reader’s zone', () => {
  assert.equal(dates.long('2025-03-03T23:30:00Z'), 'Tuesday, 4 March 2025, 00:30')
  assert.equal(dates.long(''), '')
})

test('a clock of twelve hours and days as numbers are as the reader wishes, in every language', async () => {
  const own = { zone: 'Europe/Vienna', now: '2025-03-04T12:00:00Z', hours: '12', day: 'iso' } as const
  const twelve = formats.dates(own)
  assert.match(twelve.short('2025-03-04T12:05:00Z'), /^1:05\s?pm$/i)
  assert.equal(twelve.short('2025-03-03T12:00:00Z'), '2025-03-03')
  assert.match(twelve.long('2025-03-03T23:30:00Z'), /^2025-03-04 12:30\s?am$/i)
  assert.equal(twelve.short('not a date'), '')
  const japanese = formatsOf('ja', await wordsIn('ja')).dates(own)
  assert.equal(japanese.short('2025-03-04T12:05:00Z'), '午後1:05')
})

test('sizes keep two figures that matter', () => {
  const table: readonly [number, string][] = [[0, '0 B'], [999, '999 B'], [1000, '1 KB'], [14_400, '14 KB'], [999_499, '999 KB'], [999_500, '1.0 MB'], [3_240_000, '3.2 MB'], [12_700_000, '13 MB'], [5e12, '5.0 TB'], [5e15, '5,000 TB']]
  for (const [octets, text] of table) assert.equal(size(octets), text)
})

test('counts are grouped and unknown zones are UTC', () => {
  assert.equal(count(10_000), '10,000')
  assert.equal(knownZone('Nowhere/Special'), 'UTC')
  assert.equal(knownZone('Europe/Vienna'), 'Europe/Vienna')
})

test('dates are right on both sides of a change of clocks, in any zone', () => {
  const table: [zone: string, instant: string, day: string][] = [
    ['Europe/Vienna', '2025-03-30T00:59:00Z', '30 March 2025, 01:59'],
    ['Europe/Vienna', '2025-03-30T01:00:00Z', '30 March 2025, 03:00'],
    ['Europe/Vienna', '2025-10-26T00:30:00Z', '26 October 2025, 02:30'],
    ['Europe/Vienna', '2025-10-26T01:30:00Z', '26 October 2025, 02:30'],
    ['Europe/London', '2025-06-30T23:30:00Z', '1 July 2025, 00:30'],
    ['Europe/London', '2025-12-31T23:30:00Z', '31 December 2025, 23:30'],
    ['America/New_York', '2025-11-02T05:59:00Z', '2 November 2025, 01:59'],
    ['America/New_York', '2025-11-02T06:00:00Z', '2 November 2025, 01:00'],
    ['Pacific/Chatham', '2025-04-05T14:00:00Z', '6 April 2025, 02:45'],
    ['Asia/Kolkata', '4000-02-28T20:00:00Z', '29 February 4000, 01:30'],
  ]
  for (const [zone, instant, day] of table) assert.ok(formats.dates({ zone, now: '2025-03-04T12:00:00Z' }).long(instant).endsWith(day), `${zone} ${instant}: ${formats.dates({ zone, now: '2025-03-04T12:00:00Z' }).long(instant)}`)
})
