import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runKills } from '#lib/testing/kill-driver.ts'
import { runCreateKills } from '#lib/testing/kills/create-kills.ts'
import { runRenameKills } from '#lib/testing/kills/rename-kills.ts'

test('ten kills at random moments lose nothing that was acknowledged', async () => {
  const { kills, acknowledged, faults } = await runKills(10, 150)
  assert.deepEqual(faults, [])
  assert.equal(kills, 10)
  assert.ok(acknowledged > 0, 'there was something to lose')
})

test('kills while 120 mailboxes are created leave the list as it was acknowledged', async () => {
  const { kills, created, faults } = await runCreateKills(120, 30)
  assert.deepEqual(faults, [])
  assert.ok(kills > 0, 'somebody was killed')
  assert.ok(created > 90, 'what was under way at a kill alone may be missing')
})

test('a kill during the rename of a mailbox with 300 below it leaves all of them under one name', async () => {
  assert.deepEqual(await runRenameKills(300, 4), [])
})
