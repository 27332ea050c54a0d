import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Breaker } from './breaker.ts'

test('a directory that is not there is asked again by one after half a minute', () => {
  let time = 0
  const breaker = new Breaker(() => time)
  assert.equal(breaker.admit(), undefined)
  breaker.hear('unreachable')
  time = 29_999
  assert.equal(breaker.admit(), 'unreachable')
  time = 30_000
  assert.equal(breaker.admit(), undefined)
  assert.equal(breaker.admit(), 'unreachable', 'the others wait for the one who tries')
  breaker.hear(undefined)
  assert.equal(breaker.admit(), undefined)
})

test('one slow question is no outage, two in a row are; what only that asker did wrong is none', () => {
  const breaker = new Breaker(() => 0)
  breaker.hear('timeout')
  assert.equal(breaker.admit(), undefined)
  breaker.hear(undefined)
  breaker.hear('timeout')
  assert.equal(breaker.admit(), undefined)
  breaker.hear('credentials')
  breaker.hear('timeout')
  breaker.hear('timeout')
  assert.equal(breaker.admit(), 'timeout')
})
