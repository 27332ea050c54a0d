import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { NO_RULES, type PreferenceRules } from '#lib/mail/preferences/effective.ts'
import { PREFERENCE_NAMES, PREFERENCES } from '#lib/mail/preferences/schema.ts'
import type { PreferenceStore } from '#lib/prefs/preference-store.ts'
import { openPreferences } from '#lib/prefs/stored-preferences.ts'
import { changePreferences, exportPreferences, importPreferences, readPreferences, type PreferencesOf } from './preferences.ts'

let data = ''
let kept: PreferenceStore
const lines: string[] = []
before(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'postern-preferences-'))
  kept = await openPreferences(data)
})
after(async () => {
  await kept.close()
  await rm(data, { recursive: true })
})

const log = createLog('info', (line) => lines.push(line))
const of = (account: string, site: PreferenceRules = NO_RULES, groups: readonly PreferenceRules[] = []): PreferencesOf => ({ store: async () => kept, account, site, groups, log })
const failure = async (task: Promise<unknown>): Promise<string> => task.then(() => 'none', (error: unknown) => (isGatewayError(error) ? error.failure : String(error)))

test('a change holds at once, and back again', async () => {
  const { effective } = await changePreferences(of('alice'), [{ name: 'index.page_size', value: 20 }])
  assert.deepEqual(effective['index.page_size'], { value: 20, from: 'person', hidden: false })
  const { effective: back } = await changePreferences(of('alice'), [{ name: 'index.page_size', value: undefined }])
  assert.equal(back['index.page_size'].from, 'built-in')
})

for (const name of PREFERENCE_NAMES) {
  test(`a forged change of what is locked or hidden changes nothing: ${name}`, async () => {
    const value = PREFERENCES[name].fallback
    const rules: readonly [PreferenceRules, readonly PreferenceRules[]][] = [
      [{ ...NO_RULES, locks: { [name]: { value, reason: '' } } }, []],
      [NO_RULES, [{ ...NO_RULES, locks: { [name]: { value, reason: '' } } }]],
      [{ ...NO_RULES, hidden: [name] }, []],
    ]
    for (const [site, groups] of rules) {
      assert.equal(await failure(changePreferences(of('forger', site, groups), [{ name: 'index.page_size', value: 30 }, { name, value }])), 'preference-locked')
      assert.equal((await importPreferences(of('forger', site, groups), { [name]: value }))[0]?.outcome, 'locked')
    }
    assert.deepEqual((await kept.load('forger')).values, {}, 'not the other half of the request either')
  })
}

test('what is no preference is refused, all of it', async () => {
  for (const asked of [{ name: 'nothing', value: 1 }, { name: '__proto__', value: {} }, { name: 'index.page_size', value: 1e9 }]) {
    assert.equal(await failure(changePreferences(of('alice'), [{ name: 'language', value: 'de' }, asked])), 'invalid')
  }
  assert.equal((await readPreferences(of('alice'))).effective.language.from, 'built-in')
})

test('another device that was faster is told of', async () => {
  const first = await readPreferences(of('erin'))
  await changePreferences(of('erin'), [{ name: 'language', value: 'de', expected: first.versions.language ?? 0 }])
  assert.equal(await failure(changePreferences(of('erin'), [{ name: 'language', value: 'fr', expected: 0 }, { name: 'reading.headers', value: 'full', expected: 0 }])), 'conflict')
  const { effective } = await readPreferences(of('erin'))
  assert.deepEqual([effective.language.value, effective['reading.headers'].value], ['de', 'full'])
})

test('what is exported can be imported elsewhere, and each entry says what became of it', async () => {
  await changePreferences(of('frank'), [{ name: 'identity.signature', value: 'Frank' }, { name: 'links', value: [{ title: 'x', url: 'https://example.org' }] }])
  const file = await exportPreferences(of('frank'))
  const outcome = await importPreferences(of('grace', { ...NO_RULES, locks: { links: { value: [], reason: '' } } }), { ...file, 'from.elsewhere': 1, 'index.page_size': 'many' })
  assert.deepEqual(outcome.map(({ name, outcome: what }) => [name, what]), [['identity.signature', 'set'], ['links', 'locked'], ['from.elsewhere', 'unknown'], ['index.page_size', 'invalid']])
  assert.deepEqual(await exportPreferences(of('grace')), { 'identity.signature': 'Frank' })
  assert.equal(await failure(importPreferences(of('grace'), [1])), 'invalid')
  assert.equal(await failure(importPreferences(of('grace'), Object.fromEntries(Array.from({ length: 1001 }, (_, at) => [`x${at}`, 1])))), 'too-large', 'none is left out silently')
})

test('a storage that is down leaves the defaults in force, and nothing is overwritten', async () => {
  const down: PreferencesOf = { ...of('alice', { ...NO_RULES, defaults: { 'index.page_size': 70 } }), store: () => Promise.reject(new Error('disk gone')) }
  const { effective, isAvailable } = await readPreferences(down)
  assert.deepEqual([effective['index.page_size'].value, isAvailable], [70, false])
  assert.equal(await failure(changePreferences(down, [{ name: 'language', value: 'de' }])), 'preferences-unavailable')
  assert.equal(await failure(exportPreferences(down)), 'preferences-unavailable')
  assert.match(lines.join(''), /preferences-unavailable/)
})

test('a storage that cannot be read is not written to either', async () => {
  const saved: unknown[] = []
  const halfDown: PreferenceStore = {
    load: () => Promise.reject(new Error('read failed')),
    save: async (_account, changes) => {
      saved.push(...changes)
      return { conflicts: [] }
    },
    close: async () => undefined,
  }
  const halfway: PreferencesOf = { ...of('alice'), store: async () => halfDown }
  assert.equal(await failure(changePreferences(halfway, [{ name: 'language', value: 'de' }])), 'preferences-unavailable')
  assert.equal(await failure(importPreferences(halfway, { language: 'de' })), 'preferences-unavailable')
  assert.deepEqual(saved, [])
})
