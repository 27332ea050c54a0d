import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAccountPool } from '#lib/imap/account-pool.ts'
import { startEmbedded } from '#lib/testing/gateway/embedded-server.ts'
import { failureOf } from '#lib/testing/gateway/site.ts'
import { ProvenAccounts, type ProvingSite } from './proven-accounts.ts'

test('a password is proved by the mail server, and then for five minutes by having been right', async () => {
  const server = await startEmbedded()
  const pool = openAccountPool(5)
  let now = 0
  const accounts = new ProvenAccounts(() => now)
  const site: ProvingSite = { name: 'default', servers: { imap: server.address, smtp: server.address, domain: 'example.test', freeChoice: false, authenticationHosts: [], ports: [] }, pool }
  const wrong = { ...server.alice, password: 'guessed' }
  const proven = await accounts.prove(site, server.alice)
  assert.deepEqual([proven?.user, proven?.address, proven?.account], ['alice', 'alice@example.test', JSON.stringify(['default', '127.0.0.1', server.address.port, 'alice'])])
  assert.equal(await accounts.prove(site, wrong), undefined)
  assert.equal(await accounts.prove(site, { user: 'bob', password: server.alice.password }), undefined)

  pool.closeAll()
  await server.stop()
  now = 5 * 60_000 - 1
  assert.equal((await accounts.prove(site, server.alice))?.user, 'alice', 'remembered')
  assert.equal(await failureOf(accounts.prove({ ...site, name: 'lab' }, server.alice)), 'server-unreachable', 'of another site')
  assert.equal(await failureOf(accounts.prove(site, wrong)), 'server-unreachable', 'what was wrong is asked again after half a minute')
  now++
  assert.equal(await failureOf(accounts.prove(site, server.alice)), 'server-unreachable', 'five minutes are over')
  pool.closeAll()
})
