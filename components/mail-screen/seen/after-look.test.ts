import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterLook } from './after-look.ts'

test('only seconds in which somebody looks count, it happens once, and never once it is given up', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let calls = 0
  let isLookedAt = true
  const look = (): (() => void) => afterLook(3, () => isLookedAt, () => void calls++)
  look()
  t.mock.timers.tick(2_000)
  isLookedAt = false
  t.mock.timers.tick(5_000)
  assert.equal(calls, 0)
  isLookedAt = true
  t.mock.timers.tick(1_000)
  assert.equal(calls, 1)
  t.mock.timers.tick(9_000)
  assert.equal(calls, 1)
  const giveUp = look()
  t.mock.timers.tick(2_000)
  giveUp()
  t.mock.timers.tick(9_000)
  assert.equal(calls, 1)
})
