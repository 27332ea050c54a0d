import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { MetadataPreferences } from '#lib/gateway/preferences/metadata-preferences.ts'
import { readServerEntries, writeServerEntries } from '#lib/imap/metadata/server-entries.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { PreferenceStore } from '#lib/prefs/preference-store.ts'
import { preferenceStoreContract } from '#lib/prefs/store-contract.ts'
import { startImapFixture, type ImapFixture } from '../imap-fixture.ts'
import { GatewaySite } from './site.ts'

let fixture: ImapFixture
let site: GatewaySite
before(async () => {
  fixture = await startImapFixture()
  for (const user of ['alic', 'dave', 'erin', 'frank', 'grace']) await fixture.accounts.add(user, `postern-${user}`)
  site = new GatewaySite({ host: '127.0.0.1', port: fixture.port, tls: 'none', verify: false })
})
after(async () => {
  site.close()
  await fixture.close()
})

const connectionsOf = (account: string) => site.connections({ user: account, password: `postern-${account}` })
const open = (): PreferenceStore => new MetadataPreferences({ connectionsOf, otherwise: () => Promise.reject(new Error('not this one')) })

preferenceStoreContract('METADATA of the server in the box', async () => ({ store: open(), again: async () => open() }))

test('entries are set all or none, and hold any text', async () => {
  const [connections, folder] = [connectionsOf('erin'), '/private/vendor/postern/test']
  const values = new Map([['one', '{"a":"ü \\"\\\\ 𝔘"}'], ['two.parts', ''], ['three', 'x'.repeat(20_000)]])
  await writeServerEntries(connections, folder, values)
  assert.deepEqual(await readServerEntries(connections, folder), values)
  await assert.rejects(writeServerEntries(connections, folder, new Map([['four', 'x'], ['no*wildcards', 'y']])), (error) => isGatewayError(error))
  await assert.rejects(writeServerEntries(connections, folder, new Map([['five', 'x'.repeat(65_537)]])), (error) => isGatewayError(error) && error.failure === 'too-large')
  assert.deepEqual(await readServerEntries(connections, folder), values)
  assert.deepEqual(await readServerEntries(connections, '/private/vendor/postern/empty'), new Map())
})
