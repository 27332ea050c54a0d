import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ConfiguredGateway, configureGateway, RouteBrowser } from '../gateway/route-site.ts'
import type { Config, PreferencesConfig } from '#lib/config/config.ts'
import { processSingleton, setProcessSingleton } from '#lib/http/process-singleton.ts'
import type { EffectivePreferences } from '#lib/mail/preferences/effective.ts'
import type { PreferenceStore } from '#lib/prefs/preference-store.ts'
import { startDovecot, type RunningDovecot } from '../dovecot.ts'
import { ALICE, BOB } from '../gateway/site.ts'
import { startPostgres, type RunningPostgres } from './postgres-server.ts'

let dovecot: RunningDovecot
let postgres: RunningPostgres
let gateway: ConfiguredGateway
let config: Config
before(async () => {
  dovecot = await startDovecot({ users: { [ALICE.user]: ALICE.password }, extra: 'mail_attribute_dict = file:%h/attributes\nprotocol imap {\n  imap_metadata = yes\n}\n' })
  postgres = await startPostgres()
  gateway = await configureGateway({ address: dovecot.address, alice: ALICE, bob: BOB, stop: async () => undefined }, (loaded) => (config = loaded))
})
after(async () => {
  await keepIn({ storage: 'gateway' })
  await gateway.end()
  await Promise.all([dovecot.stop(), postgres.stop()])
})

/** The gateway as it is after a start with this configuration: nothing is open yet. */
async function keepIn(preferences: PreferencesConfig): Promise<void> {
  await (await processSingleton<{ opened?: Promise<PreferenceStore> }>('preferences', () => ({})).opened)?.close()
  setProcessSingleton('preferences', {})
  setProcessSingleton('config', { ...config, preferences })
}

const set = (browser: RouteBrowser, name: string, value: unknown) => browser.ask('/api/preferences', { json: { changes: [{ name, value }] } })
const read = async (browser: RouteBrowser): Promise<EffectivePreferences> => ((await (await browser.ask('/api/preferences')).json()) as { preferences: EffectivePreferences }).preferences
const signature = async (browser: RouteBrowser) => (await read(browser))['identity.signature'].value

test('each place keeps its own: the data directory, PostgreSQL, the IMAP server', async () => {
  const browser = new RouteBrowser()
  await browser.signIn(ALICE)
  const places: readonly PreferencesConfig[] = [{ storage: 'gateway' }, { storage: 'gateway', database: postgres.url }, { storage: 'imap' }]
  for (const [at, place] of places.entries()) {
    await keepIn(place)
    assert.equal(await signature(browser), '')
    assert.equal((await set(browser, 'identity.signature', `kept in ${at}\n– ü`)).status, 200)
  }
  for (const [at, place] of places.entries()) {
    await keepIn(place)
    assert.equal(await signature(browser), `kept in ${at}\n– ü`)
  }
})

test('a database that is down: the site’s defaults hold, saving is refused, and what was kept is there again', async () => {
  await keepIn({ storage: 'gateway', database: postgres.url })
  const browser = new RouteBrowser()
  await browser.signIn(ALICE)
  await set(browser, 'identity.signature', 'before')
  await postgres.down()
  assert.deepEqual((await read(browser))['identity.signature'], { value: '', from: 'built-in', hidden: false })
  assert.equal((await set(browser, 'identity.signature', 'lost')).status, 503)
  assert.equal((await browser.ask('/api/preferences/file', { headers: { Accept: 'application/json' } })).status, 503)
  await postgres.up()
  await keepIn({ storage: 'gateway', database: postgres.url })
  assert.equal(await signature(browser), 'before')
  assert.match(gateway.logged.join(''), /preferences-unavailable/)
  assert.ok(!gateway.logged.join('').includes('before'))
})
