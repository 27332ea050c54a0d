import assert from 'node:assert/strict'
import { test } from 'node:test'
import { playChaos } from '../chaos/run-chaos.ts'

test('whatever breaks while somebody writes and sends: no word is lost, nothing is sent twice, no draft is left behind', { timeout: 120_000 }, async () => {
  const { faults, rounds, struck, sent } = await playChaos(25, 20261122)
  assert.deepEqual(faults, [])
  assert.equal(rounds, 25)
  assert.ok(Object.keys(struck).length > 8 && sent > 5, JSON.stringify({ struck, sent }))
})
