import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FailedSignIns } from './failed-sign-ins.ts'

test('a hundred wrong proofs from one address bar it for the rest of a quarter of an hour, and nobody else', () => {
  let now = 0
  const failed = new FailedSignIns(() => now)
  for (let each = 0; each < 99; each++) failed.failed(each % 2 === 0 ? '192.0.2.7' : '::ffff:192.0.2.7')
  assert.equal(failed.isBarred('192.0.2.7'), false)
  failed.failed('192.0.2.7')
  assert.equal(failed.isBarred('192.0.2.7'), true)
  assert.equal(failed.isBarred('192.0.2.8'), false)
  now = 15 * 60_000
  assert.equal(failed.isBarred('192.0.2.7'), false)
  failed.failed('192.0.2.7')
  assert.equal(failed.isBarred('192.0.2.7'), false, 'counted anew')
})

test('what it remembers is bounded', () => {
  const failed = new FailedSignIns(() => 0)
  for (let each = 0; each < 100; each++) failed.failed('192.0.2.7')
  for (let each = 0; each < 20_000; each++) failed.failed(`10.${each >> 16}.${(each >> 8) & 255}.${each & 255}`)
  assert.equal(failed.isBarred('192.0.2.7'), false)
})
