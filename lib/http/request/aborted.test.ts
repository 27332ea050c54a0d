import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAborted } from './aborted.ts'

test('a browser that goes away is no failure of ours, whoever says so', () => {
  class ResponseAborted extends Error {
    override readonly name = 'ResponseAborted'
  }
  assert.equal(isAborted(new ResponseAborted()), true)
  assert.equal(isAborted(new DOMException('gone', 'AbortError')), true)
  const controller = new AbortController()
  controller.abort()
  assert.equal(isAborted(controller.signal.reason), true)
})

test('anything else is', () => {
  for (const error of [new Error('AbortError'), new TypeError(), 'AbortError', undefined, null, {}]) assert.equal(isAborted(error), false)
})
