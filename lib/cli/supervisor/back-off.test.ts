import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BackOff } from './back-off.ts'

describe('BackOff', () => {
  it('doubles the pause and gives up at the fifth death within a minute', () => {
    const backOff = new BackOff(() => 0)
    assert.deepEqual([1, 2, 3, 4, 5].map(() => backOff.died()), [200, 400, 800, 1600, undefined])
  })

  it('forgets deaths that are a minute old', () => {
    let now = 0
    const backOff = new BackOff(() => now)
    const pauses = Array.from({ length: 50 }, () => {
      now += 15_000
      return backOff.died()
    })
    // Never more than four of them within one minute.
    assert.deepEqual(pauses.slice(0, 5), [200, 400, 800, 1600, 1600])
    assert.ok(!pauses.includes(undefined))
  })
})
