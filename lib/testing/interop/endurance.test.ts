import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { attackServer } from '../fuzz/attack-server.ts'
import { killServer } from '../kills/serve-kills.ts'

/** How long the server is attacked, in milliseconds; `npm run fuzz` does it for as long as one likes. */
const ATTACKED = 120_000

// Side by side: neither needs a quiet machine.
describe('the mail server, ill-treated', { concurrency: true }, () => {
  it('loses, doubles and renumbers nothing that it has acknowledged, killed twenty times', async () => {
    const { acknowledged, faults } = await killServer(20)
    assert.deepEqual(faults, [])
    assert.ok(acknowledged > 0)
  })

  it('answers two minutes of hostile commands, or says BYE, and comes to its end afterwards', async () => {
    const end = Date.now() + ATTACKED
    const { attacks, faults } = await attackServer(1_000_000, () => Date.now() < end)
    assert.deepEqual(faults, [])
    assert.ok(attacks > 0)
  })
})
