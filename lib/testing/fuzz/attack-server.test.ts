import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attackServer } from './attack-server.ts'

test('hostile commands are answered or end in BYE, whatever their state and however they are cut', async () => {
  const { attacks, faults } = await attackServer(1, (done) => done < 300)
  assert.deepEqual(faults, [])
  assert.equal(attacks, 300)
})
