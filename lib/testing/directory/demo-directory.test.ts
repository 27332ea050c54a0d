import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { demoDirectory } from '#lib/config/directories/demo-directory.ts'
import { Directory } from '#lib/directory/directory.ts'
import { createLog } from '#lib/log/log.ts'
import { startMailServer, type RunningMailServer } from '#lib/mail-server/server.ts'
import { temporaryConfig, type TemporaryConfig } from '../mail-server-site.ts'

let site: TemporaryConfig
let server: RunningMailServer
before(async () => {
  site = await temporaryConfig({ demo: true })
  server = await startMailServer(site.config, createLog('error', () => undefined))
})
after(async () => {
  await server.close()
  await site.remove()
})

test('the demonstration publishes those who are enrolled, and people of many scripts, in a directory', async () => {
  const port = server.services.ldap?.port ?? 0
  const directory = new Directory(demoDirectory(port))
  const nobody = { user: '', credentials: () => ({ user: '', password: '' }) }
  const found = async (text: string) => (await directory.complete(text, nobody, 50)).entries
  assert.deepEqual((await found('alice')).map(({ name, addresses }) => [name, addresses]), [['Alice Archer', ['alice@example.test']]])
  assert.equal((await found('ольга')).length, 20)
  assert.deepEqual((await found('山本 zoe')).map(({ name }) => name), ['Zoë 山本'])
  assert.ok((await found('ольга')).some(({ manager }) => /^uid=[a-z.]+,ou=people,dc=example,dc=test$/.test(manager)))
  await directory.close()
  const asAlice = new Directory({ ...demoDirectory(port), identity: { as: 'person', dn: 'uid=%l,ou=people,dc=example,dc=test' } })
  const alice = (password: string) => ({ user: 'alice@example.test', credentials: () => ({ user: 'alice', password }) })
  assert.equal((await asAlice.complete('bob', alice('postern-alice'), 5)).entries.length, 1)
  await assert.rejects(asAlice.complete('bob', alice('wrong'), 5), { kind: 'credentials' })
  await asAlice.close()
})
