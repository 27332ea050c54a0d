import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reminderKeywords, untilKeyword, untilOf } from './reminder-keyword.ts'

test('a moment goes through its keyword, to the minute, whatever else the message has', () => {
  const moment = Date.UTC(2026, 10, 22, 9, 30)
  assert.equal(untilKeyword(moment + 59_999), 'until-20261122T0930Z')
  assert.equal(untilOf(['\\Seen', '$Snoozed', 'UNTIL-20261122t0930z'.toLowerCase()]), moment)
  assert.deepEqual(reminderKeywords(['\\Seen', '$snoozed', 'until-20261122T0930Z', 'until-tomorrow', 'work']), ['$snoozed', 'until-20261122T0930Z'])
})

test('what is no moment names none', () => {
  for (const flag of ['until-20261322T0930Z', 'until-20261122T0930', 'until', '$Snoozed']) assert.equal(untilOf([flag]), undefined, flag)
})
