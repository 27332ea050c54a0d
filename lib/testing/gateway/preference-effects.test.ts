import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { SubmissionServer } from '../fakes/submission-server.ts'
import { startEmbedded } from './embedded-server.ts'
import { PreferenceDesk } from './preference-desk.ts'
import { EFFECTS, type Effect } from './preference-effects.ts'
import { configureGateway, RouteBrowser } from './route-site.ts'
import { GatewaySite, type ServerUnderTest } from './site.ts'
import { SCREEN_PREFERENCES } from '#components/mail-screen/screen-preferences.ts'
import { withServers } from '#lib/config/servers-in-the-box.ts'
import { processSingleton } from '#lib/http/process-singleton.ts'
import { PREFERENCE_NAMES, PREFERENCES, type PreferenceName } from '#lib/mail/preferences/schema.ts'
import type { PreferenceStore } from '#lib/prefs/preference-store.ts'

/** Twelve messages, of which another one comes first in each order. */
async function fillIndex(desk: PreferenceDesk): Promise<void> {
  for (let at = 1; at <= 12; at++) {
    const number = String(at).padStart(2, '0')
    await desk.receive({
      mailbox: 'Index',
      header: { Subject: `Row ${number}`, From: `${at === 5 ? 'aaron' : 'zoe'}@example.test`, Date: `Tue, 3 Feb ${at === 7 ? 2027 : 2026} 04:05:${number} +0000` },
      body: at === 9 ? 'long '.repeat(100) : 'short',
    })
  }
}

describe('what each preference does', () => {
  let server: ServerUnderTest
  let site: GatewaySite
  let gateway: Awaited<ReturnType<typeof configureGateway>>
  let desk: PreferenceDesk
  const submissions = new SubmissionServer()

  before(async () => {
    server = await startEmbedded()
    const port = await submissions.listen()
    gateway = await configureGateway(server, (config) => withServers(config, (servers) => ({ ...servers, smtp: { host: '127.0.0.1', port, tls: 'none', verify: true }, domain: 'example.test' })))
    site = new GatewaySite(server.address)
    const browser = new RouteBrowser()
    await browser.signIn(server.alice)
    desk = new PreferenceDesk({ server, site, browser, submissions })
    for (const [name, parent] of [['Index', ''], ['Own drafts', ''], ['Work', ''], ['Pier', 'Work']]) await desk.post('/api/mailboxes', { name, parent })
    await fillIndex(desk)
  })
  after(async () => {
    const { pool, sessions } = await import('#lib/http/wiring.ts')
    pool().closeAll()
    await (await sessions()).close()
    await (await processSingleton<{ opened?: Promise<PreferenceStore> }>('preferences', () => ({})).opened)?.close()
    const { writing } = await import('#lib/http/writing/desk.ts')
    await (await writing()).close()
    site.close()
    await submissions.close()
    await server.stop()
    await gateway.remove()
  })

  for (const name of PREFERENCE_NAMES) {
    const effect: Effect | 'in the browser' = EFFECTS[name]
    if (effect === 'in the browser') continue
    test(`${name} does what it says, until it is reset`, async () => {
      assert.deepEqual(await effect.look(desk), effect.usual, 'before')
      try {
        for (const [value, seen] of effect.set) {
          await desk.set(name, value)
          assert.deepEqual(await effect.look(desk), seen, JSON.stringify(value))
        }
      } finally {
        await desk.set(name)
      }
      assert.deepEqual(await effect.look(desk), effect.usual, 'reset')
    })
  }

  test('what the browser acts on is handed to it', async () => {
    const names = SCREEN_PREFERENCES.filter((name) => EFFECTS[name] === 'in the browser')
    assert.deepEqual(PREFERENCE_NAMES.filter((name) => EFFECTS[name] === 'in the browser').toSorted(), names.toSorted())
    for (const name of names) {
      const value = another(name)
      await desk.set(name, value)
      assert.deepEqual((await desk.screen()).site.preferences[name], value, name)
      await desk.set(name)
      assert.deepEqual((await desk.screen()).site.preferences[name], PREFERENCES[name].fallback, name)
    }
  })
})

/** A value that is not the usual one. */
function another(name: PreferenceName): unknown {
  const { kind, fallback } = PREFERENCES[name]
  if (kind.type === 'choice') return kind.options.find((option) => option !== fallback)
  return kind.type === 'number' ? kind.most : !fallback
}
