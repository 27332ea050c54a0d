import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Config } from '#lib/config/config.ts'
import { loadConfig } from '#lib/config/load.ts'
import { withServersInTheBox } from '#lib/config/servers-in-the-box.ts'
import { domainSettings, programServers, siteOfAddress } from './program-servers.ts'
import { personalProfile, serversOf, stableUuid } from './personal-settings.ts'

const OPEN = { POSTERN_HTTP_HOST: '0.0.0.0', POSTERN_HTTP_PUBLIC_ORIGIN: 'https://mail.example.org', POSTERN_HTTP_BEHIND_PROXY: 'true' }

function configOf(env: Record<string, string>, toml?: string): Config {
  const directory = mkdtempSync(join(tmpdir(), 'postern-phone-'))
  try {
    if (toml !== undefined) writeFileSync(join(directory, 'postern.toml'), toml)
    return loadConfig({ env, directory, data: directory })
  } finally {
    rmSync(directory, { recursive: true })
  }
}

const short = (servers: ReturnType<typeof programServers>) => servers && [servers.imap, servers.smtp].map(({ host, port, tls }) => `${host}:${port} ${tls}`)
const told = (config: Config, onLoopback = false) => short(programServers(config, config.sites[0], { onLoopback }))

test('the site’s own servers, where others can reach them', () => {
  const own = { POSTERN_IMAP_URL: 'imaps://imap.example.org', POSTERN_SMTP_URL: 'smtp://smtp.example.org' }
  assert.deepEqual(told(configOf({ ...OPEN, ...own })), ['imap.example.org:993 tls', 'smtp.example.org:587 starttls'])
  assert.equal(told(configOf({ ...OPEN, ...own, POSTERN_IMAP_URL: 'imap://127.0.0.1:143' })), undefined, 'nobody else reaches that')
})

test('what the administrator names wins, each by itself', () => {
  const named = { POSTERN_CLIENTS_IMAP_URL: 'imaps://out.example.org:1993', POSTERN_IMAP_URL: 'imap://127.0.0.1', POSTERN_SMTP_URL: 'smtps://smtp.example.org' }
  assert.deepEqual(told(configOf({ ...OPEN, ...named })), ['out.example.org:1993 tls', 'smtp.example.org:465 tls'])
})

test('the mail server in the box: on loopback as it listens, open under the name that people type, else not at all', () => {
  const bound = { imap: 40_143, imaps: 40_993, submission: 40_587, submissions: 40_465 }
  assert.deepEqual(told(withServersInTheBox(configOf({}), bound), true), ['127.0.0.1:40143 none', '127.0.0.1:40587 none'])
  assert.equal(told(withServersInTheBox(configOf(OPEN), bound)), undefined)
  const open = { ...OPEN, POSTERN_MAIL_HOST: '0.0.0.0' }
  assert.deepEqual(told(configOf(open)), ['mail.example.org:1993 tls', 'mail.example.org:1465 tls'])
  assert.deepEqual(told(configOf({ ...open, POSTERN_IMAPS_PORT: 'off', POSTERN_SUBMISSIONS_PORT: 'off' })), ['mail.example.org:1143 starttls', 'mail.example.org:1587 starttls'])
  const free = configOf({ ...open, POSTERN_IMAP_PORT: '0', POSTERN_IMAPS_PORT: '0' })
  assert.deepEqual(told(withServersInTheBox(free, { ...bound, submission: 1587 })), ['mail.example.org:40143 starttls', 'mail.example.org:1465 tls'], 'a port that was free is known by what the gateway uses')
})

const SITES = `
[servers]
imap_url = "imaps://imap.example.org"
smtp_url = "smtps://smtp.example.org"
[clients]
imap_url = "imaps://out.example.org"
user_name = "local-part"
[site.lab]
hosts = ["mail.lab.example"]
[site.lab.servers]
imap_url = "imaps://imap.lab.example"
[site.branch]
hosts = ["mail.branch.example"]
servers.domain = "branch.example"
`

test('a site with servers of its own tells nothing of the default site’s, another inherits', () => {
  const config = configOf(OPEN, SITES)
  assert.deepEqual(config.sites.map((site) => short(programServers(config, site, { onLoopback: false }))?.[0]), ['out.example.org:993 tls', 'imap.lab.example:993 tls', 'out.example.org:993 tls'])
  const form = (at: number) => domainSettings(config, config.sites[at] ?? config.sites[0], { address: undefined, host: '' }, { onLoopback: false })?.userName
  assert.deepEqual([form(0), form(1), form(2)], ['local-part', 'address', 'local-part'])
})

test('an address leads to the site that has its domain; a foreign one gets nothing', () => {
  const config = configOf(OPEN, SITES)
  const asked = (address: string | undefined, host = 'mail.example.org', at = 0) => {
    const site = siteOfAddress(config, config.sites[at] ?? config.sites[0], address)
    return [site.name, domainSettings(config, site, { address, host }, { onLoopback: false })?.domain]
  }
  assert.deepEqual(asked(undefined), ['default', 'example.org'])
  assert.deepEqual(asked('jo@Example.ORG'), ['default', 'example.org'])
  assert.deepEqual(asked('jo@lab.example'), ['lab', 'lab.example'])
  assert.deepEqual(asked('jo@example.org', 'mail.lab.example', 1), ['default', 'example.org'])
  assert.deepEqual(asked('jo@elsewhere.example'), ['default', undefined])
  assert.deepEqual(asked('jo@elsewhere.example', 'autoconfig.elsewhere.example'), ['default', 'elsewhere.example'], 'the name that leads to us says so')
})

test('the server in the box knows its people by name, in every domain of it', () => {
  const config = configOf({ POSTERN_MAIL_DOMAINS: 'example.org example.net' })
  const settings = domainSettings(config, config.sites[0], { address: 'jo@example.net', host: '127.0.0.1' }, { onLoopback: true })
  assert.deepEqual([settings?.domain, settings?.userName], ['example.net', 'local-part'])
})

test('a person: servers that they named themselves, and the same identifiers each time', () => {
  const config = configOf({ ...OPEN, POSTERN_IMAP_URL: 'imaps://imap.example.org', POSTERN_SMTP_URL: 'smtps://smtp.example.org' })
  const [site] = config.sites
  const person = { account: 'default imap.example.org 993 jo', user: 'jo', address: 'jo@example.org', imap: site.servers.imap, smtp: site.servers.smtp }
  const servers = serversOf(config, site, person, { onLoopback: false })
  assert.deepEqual(short(servers), ['imap.example.org:993 tls', 'smtp.example.org:465 tls'])
  const elsewhere = { host: 'imap.elsewhere.example', port: 143, tls: 'starttls', verify: true, allowed: [] } as const
  assert.deepEqual(short(serversOf(config, site, { ...person, imap: elsewhere, smtp: { ...elsewhere, port: 587 } }, { onLoopback: false })), ['imap.elsewhere.example:143 starttls', 'imap.elsewhere.example:587 starttls'])
  assert.ok(servers)
  const profile = (): string => personalProfile(person, servers, { title: 'Mail', fullName: '', address: person.address })
  assert.equal(profile(), profile())
  assert.ok(!profile().includes(person.account))
  assert.match(stableUuid('account', 'a'), /^[\dA-F]{8}-[\dA-F]{4}-8[\dA-F]{3}-[89AB][\dA-F]{3}-[\dA-F]{12}$/)
  assert.equal(new Set([stableUuid('account', 'a'), stableUuid('profile', 'a'), stableUuid('account', 'b')]).size, 3)
})
