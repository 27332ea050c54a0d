import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLocalTime, writeLocalTime } from './local-time.ts'

const iso = (text: string, zone: string): string | undefined => {
  const moment = readLocalTime(text, zone)
  return moment === undefined ? undefined : new Date(moment).toISOString()
}

test('a local time is the moment at which clocks there show it', () => {
  assert.equal(iso('2026-11-22T09:30', 'UTC'), '2026-11-22T09:30:00.000Z')
  assert.equal(iso('2026-11-22T09:30', 'Europe/Berlin'), '2026-11-22T08:30:00.000Z')
  assert.equal(iso('2026-07-22 9:30', 'Europe/Berlin'), '2026-07-22T07:30:00.000Z')
  assert.equal(iso('2026-11-22T09:30', 'Asia/Kathmandu'), '2026-11-22T03:45:00.000Z')
  assert.equal(iso('2026-01-01T00:15', 'Pacific/Kiritimati'), '2025-12-31T10:15:00.000Z')
})

test('a time that clocks leave out, or show twice, is one moment all the same', () => {
  assert.equal(iso('2026-03-29T02:30', 'Europe/Berlin'), '2026-03-29T01:30:00.000Z')
  assert.equal(iso('2026-10-25T02:30', 'Europe/Berlin'), '2026-10-25T00:30:00.000Z')
})

test('what is no time is none', () => {
  for (const text of ['', 'tomorrow', '2026-02-31T10:00', '2026-11-22', '2026-11-22T24:00', '2026-11-22T10:61', '2026-13-01T10:00', '99999-01-01T10:00']) assert.equal(readLocalTime(text, 'UTC'), undefined, text)
})

test('a moment is written as it is read, in every zone', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kolkata']) {
    for (let day = 0; day < 366; day += 1) {
      const moment = Date.UTC(2026, 0, 1, 12) + day * 86_400_000
      assert.equal(readLocalTime(writeLocalTime(moment, zone), zone), moment, `${zone} ${day}`)
    }
  }
})
