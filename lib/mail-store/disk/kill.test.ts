import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runKills } from '#lib/testing/kill-driver.ts'

test('ten kills at random moments lose nothing that was acknowledged', async () => {
  const { kills, acknowledged, faults } = await runKills(10, 150)
  assert.deepEqual(faults, [])
  assert.equal(kills, 10)
  assert.ok(acknowledged > 0, 'there was something to lose')
})
