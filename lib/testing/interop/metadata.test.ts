import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MetadataMemory, MetadataPreferences } from '#lib/gateway/preferences/metadata-preferences.ts'
import { readServerEntries, writeServerEntries } from '#lib/imap/metadata/server-entries.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import type { PreferenceStore, StoredPreferences } from '#lib/prefs/preference-store.ts'
import { preferenceStoreContract } from '#lib/prefs/store-contract.ts'
import { startDovecot, type RunningDovecot } from '../dovecot.ts'
import { GatewaySite } from '../gateway/site.ts'

const PREFERENCES = '/private/vendor/postern/preferences'
/** The contract's accounts, each on its own. */
const USERS = Object.fromEntries(['alice', 'alic', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'].map((user) => [user, `postern-${user}`]))
const WITH_METADATA = `mail_attribute_dict = file:%h/attributes\nprotocol imap {\n  imap_metadata = yes\n}\n`

let dovecot: RunningDovecot
let site: GatewaySite
before(async () => {
  dovecot = await startDovecot({ users: USERS, extra: WITH_METADATA })
  site = new GatewaySite(dovecot.address)
})
after(async () => {
  site.close()
  await dovecot.stop()
})

const connectionsOf = (account: string) => site.connections({ user: account, password: `postern-${account}` })
const never = (): Promise<PreferenceStore> => Promise.reject(new Error('not this one'))
const open = (): PreferenceStore => new MetadataPreferences({ connectionsOf, otherwise: never })

preferenceStoreContract('METADATA of Dovecot', async () => ({ store: open(), again: async () => open() }))

describe('METADATA of Dovecot', () => {
  test('entries are set all or none, and hold any text', async () => {
    const connections = connectionsOf('erin')
    const values = new Map([['one', '{"a":"ü \\"\\\\ 𝔘"}'], ['two.parts', ''], ['three', 'x'.repeat(20_000)]])
    await writeServerEntries(connections, '/private/vendor/postern/test', values)
    assert.deepEqual(await readServerEntries(connections, '/private/vendor/postern/test'), values)
    await assert.rejects(writeServerEntries(connections, '/private/vendor/postern/test', new Map([['four', 'x'], ['no*wildcards', 'y']])), (error) => isGatewayError(error))
    assert.deepEqual(await readServerEntries(connections, '/private/vendor/postern/test'), values)
    assert.deepEqual(await readServerEntries(connections, '/private/vendor/postern/empty'), new Map())
  })

  test('what another program wrote there is left alone', async () => {
    const connections = connectionsOf('frank')
    const foreign = new Map([['from.the_future', '{"version":3,"value":1}'], ['index.page_size', '{"version":2,"value":9999}'], ['reading.headers', 'no JSON'], ['time_zone', '[]']])
    await writeServerEntries(connections, PREFERENCES, foreign)
    const store = open()
    assert.deepEqual((await store.load('frank')).values, {})
    assert.deepEqual(await store.save('frank', [{ name: 'language', value: 'de', expected: 0 }, { name: 'index.page_size', value: 20, expected: 1 }]), { conflicts: ['index.page_size'] })
    const entries = await readServerEntries(connections, PREFERENCES)
    for (const [name, text] of foreign) assert.equal(entries?.get(name), text, name)
    assert.deepEqual((await store.load('frank')).values, { language: 'de' })
    await store.close()
  })

  test('two gateways merge by preference; a change elsewhere shows after half a minute', async () => {
    let now = 0
    const [one, other] = [new MetadataPreferences({ connectionsOf, otherwise: never, memory: new MetadataMemory(() => now) }), open()]
    assert.deepEqual((await one.load('grace')).values, {})
    await Promise.all([one.save('grace', [{ name: 'language', value: 'fr', expected: 0 }]), other.save('grace', [{ name: 'index.page_size', value: 20, expected: 0 }])])
    await other.save('grace', [{ name: 'time_zone', value: 'Europe/Paris' }])
    now += 30_000
    assert.deepEqual((await one.load('grace')).values, { language: 'fr', 'index.page_size': 20, time_zone: 'Europe/Paris' })
    await Promise.all([one.close(), other.close()])
  })
})

test('a server without METADATA: preferences are kept where the gateway keeps its own', async () => {
  const plain = await startDovecot({ users: USERS })
  const plainSite = new GatewaySite(plain.address)
  try {
    const connections = plainSite.connections({ user: 'alice', password: 'postern-alice' })
    assert.equal(await readServerEntries(connections, PREFERENCES), undefined)
    await assert.rejects(writeServerEntries(connections, PREFERENCES, new Map([['language', '1']])), (error) => isGatewayError(error) && error.failure === 'refused')
    const kept: StoredPreferences = { values: { language: 'nl' }, versions: { language: 4 } }
    const otherwise: PreferenceStore = { load: async () => kept, save: async () => ({ conflicts: ['language'] }), close: async () => undefined }
    const store = new MetadataPreferences({ connectionsOf: () => connections, otherwise: async () => otherwise })
    assert.deepEqual(await store.load('alice'), kept)
    assert.deepEqual(await store.save('alice', [{ name: 'language', value: 'pl' }]), { conflicts: ['language'] })
  } finally {
    plainSite.close()
    await plain.stop()
  }
})
