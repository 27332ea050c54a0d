import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { KEYS, KEY_NAMES, type Key } from '#lib/config/keys.ts'
import { demoDirectory } from '#lib/config/directories/demo-directory.ts'
import { loadConfig, loadConfigWithOrigins } from '#lib/config/load.ts'
import type { GroupConfig, SiteConfig } from '#lib/config/sites/site-config.ts'
import type { ValueSource } from '#lib/mail/sites/value-source.ts'
import { createLog } from '#lib/log/log.ts'
import { openPreferences } from '#lib/prefs/stored-preferences.ts'
import { ThemeCatalogue } from '#lib/prefs/themes/theme-catalogue.ts'
import { accountKey } from '#lib/session/account-identity.ts'
import { checkPreferenceStorage, checkServers, checkSessionStorage } from './check-backends.ts'
import { describeSite } from './describe-site.ts'
import { effectiveFor } from './effective-for.ts'
import { peopleOn, personRef } from './signed-in-people.ts'
import { themeReports } from './theme-reports.ts'

let data = ''
before(async () => (data = await mkdtemp(path.join(tmpdir(), 'postern-admin-'))))
after(() => rm(data, { recursive: true }))

const lines: string[] = []
const log = createLog('info', (line) => void lines.push(line))
const [first] = loadConfig({ data: '/nowhere', env: {} }).sites
const NOWHERE = { host: '127.0.0.1', port: 1, tls: 'none', verify: false } as const
const site: SiteConfig = { ...first, servers: { ...first.servers, imap: NOWHERE, smtp: NOWHERE } }

test('people are told apart by their account, and only those of the sites that were asked for', () => {
  const at = (name: string, user: string) => accountKey({ site: name, host: 'imap.test', port: 993, user })
  const sessions = [
    { account: at('lab', 'alice'), madeAt: 10, seenAt: 60 },
    { account: at('lab', 'alice'), madeAt: 5, seenAt: 70 },
    { account: at('default', 'alice'), madeAt: 1, seenAt: 90 },
    { account: at('lab', 'bob'), madeAt: 20, seenAt: 80 },
    { account: 'something else', madeAt: 1, seenAt: 1 },
  ]
  const people = peopleOn(['lab'], sessions)
  assert.deepEqual(people.map(({ user, since, seenAt, sessions: open }) => [user, since, seenAt, open.length]), [['bob', 20, 80, 1], ['alice', 5, 70, 2]])
  assert.equal(peopleOn(['lab', 'default'], sessions).length, 3)
  assert.match(people[0]?.ref ?? '', /^[A-Za-z0-9_-]{22}$/)
  assert.notEqual(personRef(at('lab', 'alice')), personRef(at('default', 'alice')))
})

test('a server that several sites share is asked once, each kind by itself', async () => {
  const directory = { ...demoDirectory(1), server: { ...demoDirectory(1).server, port: 3 } }
  const campus = { ...site, directories: [directory.name], modules: { ...site.modules, directory: true } }
  const health = await checkServers([campus, { ...campus, title: 'Lab' }, { ...site, title: 'Far', servers: { ...site.servers, imap: { ...NOWHERE, port: 2 } } }, { ...campus, title: 'Without', modules: { ...campus.modules, directory: false } }], [directory, { ...directory, name: 'nobody’s', server: { ...directory.server, port: 4 } }])
  assert.deepEqual(health.map(({ kind, port, sites, probe }) => [kind, port, sites, probe.reached]), [
    ['imap', 1, [site.title, 'Lab', 'Without'], false], ['imap', 2, ['Far'], false], ['smtp', 1, [site.title, 'Lab', 'Far', 'Without'], false], ['ldap', 3, [site.title, 'Lab'], false],
  ])
})

test('a storage that is down says so, and the log says why', async () => {
  const store = await openPreferences(data)
  assert.equal(typeof (await checkPreferenceStorage(async () => store, { storage: 'gateway' }, log)).milliseconds, 'number')
  await store.close()
  const down = await checkPreferenceStorage(() => Promise.reject(new Error('gone away')), { storage: 'imap', database: 'postgresql://h/d' }, log)
  assert.deepEqual([down.where, down.milliseconds], ['imap', undefined])
  assert.equal((await checkSessionStorage(() => Promise.reject(new Error('locked')), log)).milliseconds, undefined)
  assert.match(lines.join(''), /gone away[^]*locked/)
})

test('every preference of a person, with who decides it and why', async () => {
  const store = await openPreferences(data)
  const group: GroupConfig = { name: 'staff', members: ['alice'], motd: '', links: [], defaults: { 'appearance.density': 'compact' }, locks: { 'composing.save_sent': { value: true, reason: 'The law says so' } }, hidden: [] }
  const ruled: SiteConfig = { ...site, defaults: { 'index.page_size': 20 }, locks: { 'reading.remote_content': { value: 'never', reason: '' } }, hidden: ['keyboard.single_keys'] }
  const account = accountKey({ site: ruled.name, host: NOWHERE.host, port: NOWHERE.port, user: 'alice' })
  await store.save(account, [{ name: 'index.sort', value: 'subject' }, { name: 'reading.remote_content', value: 'always' }])
  const of = (user: string, open = async () => store, isKeptOnServer = false) => effectiveFor({ site: ruled, groups: [group, { ...group, name: 'elsewhere', site: 'lab' }], store: open, isKeptOnServer, log }, user)
  const report = await of('alice')
  const row = (name: string, from = report) => from.rows.find((each) => each.name === name)
  assert.deepEqual([report.groups, report.own, report.hasOwn], [['staff'], 'read', true])
  assert.deepEqual(row('index.sort'), { name: 'index.sort', value: 'subject', from: 'person', lock: undefined, hidden: false })
  assert.deepEqual([row('index.page_size')?.value, row('index.page_size')?.from], ['20', 'site'])
  assert.deepEqual([row('appearance.density')?.value, row('appearance.density')?.from], ['compact', 'group'])
  assert.deepEqual([row('reading.remote_content')?.value, row('reading.remote_content')?.lock], ['never', { level: 'site', reason: '' }])
  assert.deepEqual(row('composing.save_sent')?.lock, { level: 'group', reason: 'The law says so' })
  assert.equal(row('keyboard.single_keys')?.hidden, true)
  assert.equal(row('time_zone')?.from, 'built-in')
  const stranger = await of('nobody')
  assert.deepEqual([stranger.groups, stranger.hasOwn, row('index.sort', stranger)?.from], [[], false, 'built-in'])
  const down = await of('alice', () => Promise.reject(new Error('down')))
  assert.deepEqual([down.own, row('index.sort', down)?.from, row('reading.remote_content', down)?.value], ['unavailable', 'built-in', 'never'])
  assert.equal((await of('alice', async () => store, true)).own, 'on-server')
  await store.close()
})

test('a theme says where it is from, who may use it, and why it is refused', async () => {
  const [shipped, own] = [path.join(data, 'shipped'), path.join(data, 'own')]
  const write = async (root: string, name: string, about: string, css = ':root { --accent: #0b685e; }') => {
    await mkdir(path.join(root, name), { recursive: true })
    await writeFile(path.join(root, name, 'theme.toml'), about)
    await writeFile(path.join(root, name, 'theme.css'), css)
  }
  await write(shipped, 'plain', 'name = "Plain"\n')
  await write(path.join(data, 'themes'), 'inner', 'name = "Inner"\noffered = false\nparent = "plain"\n')
  await write(own, 'bad', 'name = "Bad"\n', '@import url("https://x.test/a.css");')
  await write(own, 'orphan', 'name = "Orphan"\nparent = "gone"\n')
  const themes = new ThemeCatalogue([shipped, path.join(data, 'themes'), own])
  const reports = await themeReports({ themes, data, own, sites: [{ ...site, theme: 'inner' }] })
  assert.deepEqual(reports.map(({ name, origin, state, sites }) => [name, origin, state, sites]), [
    ['bad', 'own', 'refused', []], ['inner', 'data', 'by-name', [site.title]], ['orphan', 'own', 'refused', []], ['plain', 'shipped', 'offered', []],
  ])
  assert.deepEqual(reports[0]?.problems[0], { file: 'theme.css', line: 1, reason: { code: 'at-rule', rule: 'import' } })
  assert.deepEqual(reports[2]?.problems[0], { file: 'theme.toml', reason: { code: 'parent-missing', parent: 'gone' } })
})

test('a site as it is in force: each value under its key, with who said it, locks with their reason, and no secret', async () => {
  const file = path.join(data, 'postern.toml')
  await writeFile(file, [
    'title = "Main"', 'preferences.database = "postgresql://u:unmistakable-secret@127.0.0.1/d"', '[locks]', '"reading.remote_content" = { value = "never", reason = "Trackers" }',
    '[site.lab]', 'hosts = ["lab.test"]', 'hidden = ["time_zone"]', '[site.lab.servers]', 'imap_url = "imaps://imap.lab.test"', '[group.staff]', 'members = ["alice"]', 'site = "lab"', '[group.staff.defaults]', '"index.page_size" = 20',
  ].join('\n'))
  const { config, origins } = loadConfigWithOrigins({ file, data, env: {} })
  const from = Object.fromEntries(origins.map((origin) => [origin.name, origin.from]))
  const [main, lab] = config.sites.map((each) => describeSite(each, config.groups, from))
  const fact = (facts: readonly { readonly key: string; readonly value: string; readonly from: ValueSource | undefined }[] | undefined, key: string) => facts?.find((each) => each.key === key)
  assert.deepEqual(fact(main?.values, 'title'), { key: 'title', value: 'Main', from: { file: 'postern.toml', line: 1 } })
  assert.deepEqual(main?.locks, [{ key: 'locks.reading.remote_content', value: 'never', from: { file: 'postern.toml', line: 4 }, reason: 'Trackers' }])
  assert.deepEqual([main?.chosenBy, main?.groups], [[], []], 'a group of one site is none of another')
  assert.deepEqual(fact(lab?.chosenBy, 'hosts'), { key: 'hosts', value: 'lab.test', from: { file: 'postern.toml', line: 6 } })
  assert.deepEqual(fact(lab?.servers, 'servers.imap_url'), { key: 'servers.imap_url', value: 'imaps://imap.lab.test:993', from: { file: 'postern.toml', line: 9 } })
  assert.deepEqual([fact(lab?.values, 'theme')?.from, lab?.hidden], [{ code: 'default-site' }, [{ key: 'time_zone', value: 'time_zone', from: { file: 'postern.toml', line: 7 } }]])
  assert.deepEqual(lab?.groups.map(({ name, members, defaults }) => [name, members, defaults[0]?.value]), [['staff', ['alice'], '20']])
  assert.ok(!JSON.stringify([main, lab]).includes('unmistakable'))
  const shown = [main?.values, main?.servers, main?.modules].flatMap((facts) => facts?.map(({ key }) => key) ?? [])
  assert.deepEqual(KEY_NAMES.filter((name) => (KEYS[name] as Key).ofSite && !shown.includes(name)), [], 'every key that a site may have is shown')
  assert.equal(describeSite(config.sites[0], [], {}).values[0]?.from, undefined, 'where nobody watches the file, nobody knows')
})
