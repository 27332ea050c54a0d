import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseDate, parseDateTime, startOfDay, writeDateTime } from './dates.ts'

test('dates are days in UTC', () => {
  assert.equal(parseDate('1-Feb-2024'), Date.UTC(2024, 1, 1))
  assert.equal(parseDate('29-feb-2024'), Date.UTC(2024, 1, 29))
  for (const text of ['29-Feb-2023', '0-Jan-2024', '1-Foo-2024', '1-Jan-24', '001-Jan-2024', '1 Jan 2024', '']) assert.equal(parseDate(text), undefined, text)
})

test('a date and time is read with its zone', () => {
  assert.deepEqual(parseDateTime(' 2-Feb-2023 03:04:05 -0730'), { at: new Date('2023-02-02T10:34:05.000Z'), zone: -450 })
  assert.deepEqual(parseDateTime('31-Dec-1969 23:59:59 +0000'), { at: new Date(-1000), zone: 0 })
  assert.deepEqual(parseDateTime('31-Dec-1969 23:59:59 -0000'), { at: new Date(-1000), zone: 0 })
  const wrong = ['2-Feb-2023 03:04:05 -0700', '02-Feb-2023 24:00:00 +0000', '02-Feb-2023 03:60:00 +0000', '02-Feb-2023 03:04:05', '02-Feb-2023 03:04:05 +0060', '31-Apr-2023 00:00:00 +0000']
  for (const text of wrong) assert.equal(parseDateTime(text), undefined, text)
})

test('what is written is read back, to the second and with its zone', () => {
  const seconds = fc.integer({ min: 0, max: 4102444800 })
  const zones = fc.integer({ min: -5999, max: 5999 })
  fc.assert(
    fc.property(seconds, zones, (at, zone) => {
      assert.deepEqual(parseDateTime(writeDateTime(at * 1000, zone).slice(1, -1)), { at: new Date(at * 1000), zone })
    }),
  )
})

test('a day begins at midnight of the clock that was read', () => {
  assert.equal(startOfDay(Date.UTC(2024, 1, 1, 23, 59, 59, 999)), Date.UTC(2024, 1, 1))
  assert.equal(startOfDay(-1), -24 * 60 * 60 * 1000)
  assert.equal(startOfDay(Date.UTC(2024, 1, 1, 23), 60), Date.UTC(2024, 1, 2))
  assert.equal(startOfDay(Date.UTC(2024, 1, 1, 4, 59), -300), Date.UTC(2024, 0, 31))
})
