import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ConfiguredGateway, configureGateway, RouteBrowser } from './route-site.ts'
import { startEmbedded } from './embedded-server.ts'
import type { ServerUnderTest } from './site.ts'
import type { Config } from '#lib/config/config.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { processSingleton, setProcessSingleton } from '#lib/http/process-singleton.ts'
import { writeFormText } from '#lib/mail/preferences/form-text.ts'
import { NO_RULES, type EffectivePreferences, type PreferenceRules } from '#lib/mail/preferences/effective.ts'
import { PREFERENCE_NAMES, PREFERENCES } from '#lib/mail/preferences/schema.ts'
import type { PreferenceStore } from '#lib/prefs/preference-store.ts'

describe('the routes of preferences', () => {
  let server: ServerUnderTest
  let gateway: ConfiguredGateway
  let config: Config
  let browser: RouteBrowser

  /** From now on these rules are the site's and a group's that alice belongs to. */
  const rule = (site: PreferenceRules, group: PreferenceRules = NO_RULES): void => {
    const [first] = config.sites
    const ruled: SiteConfig = { ...first, ...site }
    setProcessSingleton('config', { ...config, sites: [ruled], groups: [{ name: 'everybody', members: ['alice'], motd: '', links: [], ...group }] })
  }
  const read = async (from = browser): Promise<EffectivePreferences> => ((await (await from.ask('/api/preferences')).json()) as { preferences: EffectivePreferences }).preferences

  before(async () => {
    server = await startEmbedded()
    gateway = await configureGateway(server, (loaded) => (config = loaded))
    browser = new RouteBrowser()
    await browser.signIn(server.alice)
  })
  after(async () => {
    await (await processSingleton<{ opened?: Promise<PreferenceStore> }>('preferences', () => ({})).opened)?.close()
    await gateway.end()
    await server.stop()
  })

  for (const name of PREFERENCE_NAMES) {
    test(`a forged change of what an administrator keeps is refused: ${name}`, async () => {
      rule(NO_RULES)
      const before = await read()
      const value = PREFERENCES[name].fallback
      const locked: PreferenceRules = { ...NO_RULES, locks: { [name]: { value, reason: 'because' } } }
      for (const [site, group] of [[locked, NO_RULES], [NO_RULES, locked], [{ ...NO_RULES, hidden: [name] }, NO_RULES]] as const) {
        rule(site, group)
        const other = name === 'index.page_size' ? 'time_zone' : 'index.page_size'
        const changes = [{ name: other, value: other === 'time_zone' ? 'Europe/Vienna' : 30 }, { name, value, expected: 0 }]
        assert.equal((await browser.ask('/api/preferences', { json: { changes } })).status, 403)
        assert.equal((await browser.ask('/api/preferences', { json: { changes: [{ name, value: null }] } })).status, 403, 'nor taken back')
        const held = (await read())[name]
        assert.deepEqual(held.value, value)
        assert.deepEqual(held.lock?.level, site === locked ? 'site' : group === locked ? 'group' : undefined)
        const forgedForm = { [name]: `${writeFormText(name, value)}x`, reset: name }
        assert.match((await browser.ask('/api/preferences', { form: forgedForm })).headers.get('location') ?? '', /failed=/, 'nor by a form')
      }
      rule(NO_RULES)
      assert.deepEqual(await read(), before, 'nor anything else of those requests')
    })
  }

  test('what is set on one device holds on another, for that person alone; a slower device is told', async () => {
    const [phone, stranger] = [new RouteBrowser(), new RouteBrowser()]
    await phone.signIn(server.alice)
    await stranger.signIn(server.bob)
    const { versions } = (await (await browser.ask('/api/preferences')).json()) as { versions: Record<string, number> }
    const expected = versions.language ?? 0
    assert.equal((await browser.ask('/api/preferences', { json: { changes: [{ name: 'language', value: 'de', expected }] } })).status, 200)
    assert.deepEqual((await read(phone)).language, { value: 'de', from: 'person', hidden: false })
    assert.equal((await read(stranger)).language.from, 'built-in')
    const late = await phone.ask('/api/preferences', { json: { changes: [{ name: 'language', value: 'fr', expected }, { name: 'reading.headers', value: 'full' }] } })
    assert.equal(late.status, 409)
    assert.deepEqual([(await read()).language.value, (await read())['reading.headers'].value], ['de', 'full'])
  })

  test('nobody else reads or sets anything', async () => {
    const nobody = new RouteBrowser()
    assert.equal((await nobody.ask('/api/preferences', { headers: { Accept: 'application/json' } })).status, 401)
    assert.equal((await nobody.ask('/api/preferences', { json: { changes: [] } })).status, 401)
    const elsewhere = new RouteBrowser()
    await elsewhere.signIn(server.bob)
    elsewhere.says = { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' }
    assert.equal((await elsewhere.ask('/api/preferences', { json: { changes: [{ name: 'language', value: 'ru' }] } })).status, 403)
  })
})
