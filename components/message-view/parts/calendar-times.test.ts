import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarTimes } from './calendar-times.ts'

const writers = { dates: { long: (iso: string) => iso }, day: ({ year, month, day }: { year?: number | undefined; month: number; day: number }) => `${year}/${month}/${day}` }

test('an appointment of whole days ends on the day before the one that it names', () => {
  assert.deepEqual(calendarTimes({ start: { day: '2026-02-28' }, end: { day: '2026-03-01' } }, writers), { start: '2026/2/28', end: '' })
  assert.deepEqual(calendarTimes({ start: { day: '2026-02-28' }, end: { day: '2026-03-02' } }, writers), { start: '2026/2/28', end: '2026/3/1' })
})

test('a time of a zone that nobody knows stands as it was written', () => {
  assert.deepEqual(calendarTimes({ start: { clock: '2026-02-03T10:00:00', zone: 'Mars/Base' }, end: { instant: '2026-02-03T09:00:00.000Z' } }, writers), { start: '2026-02-03 10:00 (Mars/Base)', end: '2026-02-03T09:00:00.000Z' })
  assert.deepEqual(calendarTimes({}, writers), { start: '', end: '' })
})
