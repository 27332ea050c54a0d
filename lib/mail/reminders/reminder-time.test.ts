import assert from 'node:assert/strict'
import { test } from 'node:test'
import { snoozeTime } from './reminder-time.ts'

const at = (text: string): number => Date.parse(text)

test('tomorrow and next week are mornings by the clocks of the reader, over a change of clocks too', () => {
  // Saturday evening in Berlin; in the night clocks go back.
  const now = at('2026-10-24T20:10:00Z')
  assert.equal(snoozeTime('today', now, 'Europe/Berlin'), at('2026-10-24T23:15:00Z'))
  assert.equal(snoozeTime('tomorrow', now, 'Europe/Berlin'), at('2026-10-25T07:00:00Z'))
  assert.equal(snoozeTime('week', now, 'Europe/Berlin'), at('2026-10-26T07:00:00Z'))
  assert.equal(snoozeTime('tomorrow', now, 'Pacific/Auckland'), at('2026-10-25T19:00:00Z'))
})

test('on a Monday next week is the Monday after', () => {
  assert.equal(snoozeTime('week', at('2026-11-23T09:00:00Z'), 'UTC'), at('2026-11-30T08:00:00Z'))
  assert.equal(snoozeTime('week', at('2026-11-22T09:00:00Z'), 'UTC'), at('2026-11-23T08:00:00Z'))
})
