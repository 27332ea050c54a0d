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
