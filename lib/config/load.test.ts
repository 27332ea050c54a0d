import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { mistakeInEnglish, noteInEnglish, sourceInEnglish } from '#lib/testing/reasons/in-english.ts'
import { ConfigProblem } from './config-problem.ts'
import type { ConfigSources } from './load.ts'
import { examineConfig, loadConfig, loadConfigWithOrigins } from './load.ts'
import { withServersInTheBox } from './servers-in-the-box.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-config-'))
after(() => rmSync(directory, { recursive: true }))

function load(toml: string, more: Partial<ConfigSources> = {}) {
  const file = join(directory, 'postern.toml')
  writeFileSync(file, toml)
  return loadConfigWithOrigins({ env: {}, directory, file, ...more })
}

function problemsOf(act: () => unknown): readonly string[] {
  try {
    act()
  } catch (error) {
    if (error instanceof ConfigProblem) return error.problems.map(mistakeInEnglish)
    throw error
  }
  return []
}

describe('loadConfig', () => {
  it('needs nothing: everything on loopback at its default port', () => {
    const config = loadConfig({ env: {}, directory: join(directory, 'nowhere') })
    assert.equal(config.data, join(directory, 'nowhere', '.postern'))
    assert.deepEqual([config.http.host, config.http.port, config.http.basePath, config.http.trustedProxies], ['127.0.0.1', 3000, '', []])
    assert.deepEqual(config.mail.ports, { imap: 1143, imaps: 1993, submission: 1587, submissions: 1465, smtp: 1025, lmtp: 1024 })
    assert.deepEqual(config.mail.domains, ['localhost'])
    assert.equal(config.mail.outsideAccount, undefined)
    assert.deepEqual(config.servers.imap, { host: '127.0.0.1', port: 1143, tls: 'none', verify: false, introduces: 'id' })
    assert.equal(config.servers.freeChoice, true)
    assert.equal(config.servers.domain, 'localhost')
  })

  it('reads the file, and the environment wins over it', () => {
    const { config, origins } = load('[http]\nport = 8080\nbase_path = "/mail/"\n\n[servers]\nfree_choice_ports = [993]\n', { env: { POSTERN_HTTP_PORT: '0', POSTERN_SERVERS_FREE_CHOICE_PORTS: '993 465,587' } })
    assert.equal(config.http.port, 0)
    assert.equal(config.http.basePath, '/mail')
    assert.deepEqual(config.servers.ports, [993, 465, 587])
    const from = Object.fromEntries(origins.map((origin) => [origin.name, sourceInEnglish(origin.from)]))
    assert.equal(from['http.port'], 'POSTERN_HTTP_PORT')
    assert.equal(from['http.base_path'], 'postern.toml, line 3')
    assert.equal(from['session.idle_minutes'], 'default')
    assert.equal(from['servers.free_choice'], 'default (bound to loopback)')
  })

  it('takes everything else from a demonstration, whose data is its own', () => {
    const { config } = load('data = "/srv/precious"\n', { demo: true })
    assert.equal(config.data, join(directory, '.postern-demo'))
    assert.deepEqual(config.mail.domains, ['example.test'])
    assert.equal(config.mail.outsideAccount, 'outside')
    assert.equal(config.servers.domain, 'example.test')
    assert.equal(load('', { demo: true, env: { POSTERN_DATA: 'there' } }).config.data, join(directory, 'there'))
    assert.equal(load('', { demo: true, data: 'here', env: { POSTERN_DATA: 'there' } }).config.data, join(directory, 'here'))
  })

  it('lists every mistake at once, with its line', () => {
    const toml = '[http]\nport = 70000\nprot = 1\nbehind_proxy = "maybe"\n[mail]\ndomains = []\n[limits]\nmessage_size = "lots"\n'
    assert.deepEqual(problemsOf(() => load(toml, { env: { POSTERN_IMAP_URL: 'http://x' } })), [
      'postern.toml, line 3: there is no key "http.prot"; perhaps "http.port" is meant',
      'postern.toml, line 2: http.port must be a port from 0 (any free one) to 65535',
      'postern.toml, line 4: http.behind_proxy must be true or false',
      'POSTERN_IMAP_URL: must be an address such as "imaps://imap.example.org" or "imap://host:143"',
      'postern.toml, line 8: limits.message_size must be a size such as 52428800, "50M" or "1G"',
      'postern.toml, line 6: mail.domains must be a list of domain names, one at least',
    ])
  })

  it('says what is missing when the gateway can be reached by others', () => {
    const open = problemsOf(() => load('[http]\nhost = "0.0.0.0"\n'))
    assert.equal(open.length, 2)
    for (const problem of open) assert.match(problem, /^postern\.toml, line 2: http\./)
    for (const problem of problemsOf(() => load('', { env: { POSTERN_HTTP_HOST: '0.0.0.0' } }))) assert.match(problem, /^POSTERN_HTTP_HOST: http\./)
    assert.match(open.join(' '), /http\.public_origin is required.*http\.behind_proxy = true/)
    const proxied = load('[http]\nhost = "0.0.0.0"\nbehind_proxy = true\npublic_origin = "https://mail.example.org/"\n').config
    assert.equal(proxied.http.publicOrigin, 'https://mail.example.org')
    assert.equal(proxied.servers.freeChoice, false)
    assert.deepEqual(proxied.http.trustedProxies, ['127.0.0.0/8', '::1/128'])
  })

  it('refuses a public origin in the clear', () => {
    assert.deepEqual(problemsOf(() => load('[http]\npublic_origin = "http://mail.example.org"\n')), ['postern.toml, line 2: http.public_origin must begin with https:// unless it names this machine itself'])
    assert.deepEqual(problemsOf(() => load('', { env: { POSTERN_HTTP_PUBLIC_ORIGIN: 'http://mail.example.org' } })), ['POSTERN_HTTP_PUBLIC_ORIGIN: http.public_origin must begin with https:// unless it names this machine itself'])
    assert.deepEqual(problemsOf(() => load('[http]\npublic_origin = "https://mail.example.org/mail"\n')).length, 1)
  })

  it('wants certificate and key together, and readable, beside the file', () => {
    assert.deepEqual(problemsOf(() => load('[tls]\nkey = "postern.toml"\n')), ['postern.toml, line 2: tls.certificate and tls.key must be set together'])
    assert.deepEqual(problemsOf(() => load('', { env: { POSTERN_TLS_CERTIFICATE: 'postern.toml' } })), ['POSTERN_TLS_CERTIFICATE: tls.certificate and tls.key must be set together'])
    assert.deepEqual(problemsOf(() => load('[tls]\nkey = "postern.toml"\ncertificate = "none.pem"\n')), [`postern.toml, line 3: tls.certificate names ${join(directory, 'none.pem')}, which cannot be read`])
    assert.deepEqual(problemsOf(() => load('[tls]\ncertificate = "postern.toml"\n', { env: { POSTERN_TLS_KEY: 'none.key' } })), [`POSTERN_TLS_KEY: tls.key names ${join(directory, 'none.key')}, which cannot be read`])
    assert.equal(load('[tls]\nkey = "postern.toml"\ncertificate = "postern.toml"\n').config.tls.key, join(directory, 'postern.toml'))
  })

  it('wants a relay where mail leaves by one, reached over TLS everywhere but on this machine, and no preferences where nobody signs in', () => {
    const relay = (more: string) => `[outbox]\ncredentials = "relay"\n${more}`
    assert.deepEqual(problemsOf(() => load(relay(''))), ['postern.toml, line 2: outbox.credentials = "relay", outbox.relay_url must be set together'])
    assert.deepEqual(load(relay('relay_url = "smtp://relay.example.org:25"\n')).config.outbox.relay, { host: 'relay.example.org', port: 25, tls: 'starttls', verify: true })
    assert.deepEqual(load(relay('relay_url = "smtp://127.0.0.1:25"\n')).config.outbox.relay, { host: '127.0.0.1', port: 25, tls: 'none', verify: false })
    assert.deepEqual(problemsOf(() => load(`${relay('relay_url = "smtp://relay.example.org:25"\n')}[preferences]\nstorage = "imap"\n`)), ['postern.toml, line 2: outbox.credentials = "relay", preferences.storage = "gateway" must be set together'])
    assert.equal(load('[outbox]\nrelay_url = "smtp://relay.example.org:25"\n').config.outbox.relay, undefined)
  })

  it('wants a service account where mail leaves by one, and never prints its password', () => {
    const sentence = 'outbox.credentials = "service", outbox.service_user, outbox.service_password must be set together'
    for (const more of ['', 'service_user = "robot"\n', 'service_password = "secret"\n']) assert.deepEqual(problemsOf(() => load(`[outbox]\ncredentials = "service"\n${more}`)), [`postern.toml, line 2: ${sentence}`])
    const { config, origins } = load('[outbox]\ncredentials = "service"\nservice_user = "robot"\n', { env: { POSTERN_OUTBOX_SERVICE_PASSWORD: 'secret' } })
    assert.deepEqual(config.outbox.serviceAccount, { user: 'robot', password: 'secret' })
    assert.ok(!JSON.stringify(origins).includes('secret'))
    assert.equal(load('[outbox]\nservice_user = "robot"\nservice_password = "secret"\n').config.outbox.serviceAccount, undefined)
  })

  it('tells where a file is that is named but not there, and where TOML ends', () => {
    assert.deepEqual(problemsOf(() => loadConfig({ env: { POSTERN_CONFIG: 'gone.toml' }, directory })), [`POSTERN_CONFIG: there is no file ${join(directory, 'gone.toml')}`])
    assert.match(problemsOf(() => load('[http]\nport = \n')).join(), /postern\.toml, line 2: not valid TOML/)
  })

  it('notes directories that are not there, and stays usable', () => {
    const { notes, config } = load('themes = "gone"\nwords = "postern.toml"\n')
    assert.deepEqual(notes.map(noteInEnglish), [`postern.toml, line 1: themes names ${join(directory, 'gone')}, which is no directory`, `postern.toml, line 2: words names ${join(directory, 'postern.toml')}, which is no directory`])
    assert.equal(config.themes, join(directory, 'gone'))
    assert.deepEqual(load('themes = "."\n').notes, [])
    assert.deepEqual(load('', { env: { POSTERN_WORDS: 'gone' } }).notes.map(noteInEnglish), [`POSTERN_WORDS: words names ${join(directory, 'gone')}, which is no directory`])
  })

  it('tells notes and mistakes together, and what it has understood', () => {
    const file = join(directory, 'postern.toml')
    const toml = 'theme = "nosuch"\nthemes = "gone"\n[http]\nport = "x"\n'
    const mistake = 'postern.toml, line 4: http.port must be a port from 0 (any free one) to 65535'
    const note = { file: 'postern.toml', line: 2, reason: { code: 'no-directory', key: 'themes', path: join(directory, 'gone') } }
    assert.throws(() => load(toml), (error) => error instanceof ConfigProblem && error.problems.map(mistakeInEnglish).join() === mistake && isDeepStrictEqual(error.notes, [note]))
    const { problems, notes, origins } = examineConfig({ env: {}, directory, file })
    assert.deepEqual([problems.map(mistakeInEnglish), notes], [[mistake], [note]])
    assert.deepEqual(origins.filter(({ name }) => name === 'theme').map(({ value, from }) => [value, sourceInEnglish(from)]), [['nosuch', 'postern.toml, line 1']])
  })

  it('goes to foreign servers over TLS, to loopback in the clear', () => {
    const servers = (env: Record<string, string>) => load('', { env }).config.servers
    assert.deepEqual(servers({ POSTERN_IMAP_URL: 'imap://imap.example.org' }).imap, { host: 'imap.example.org', port: 143, tls: 'starttls', verify: true })
    assert.deepEqual(servers({ POSTERN_IMAP_URL: 'imaps://imap.example.org' }).imap, { host: 'imap.example.org', port: 993, tls: 'tls', verify: true })
    assert.deepEqual(servers({ POSTERN_IMAP_URL: 'imap://[::1]:10143' }).imap, { host: '::1', port: 10143, tls: 'none', verify: false, introduces: 'id' })
    assert.deepEqual(servers({ POSTERN_IMAP_URL: 'imap://localhost?tls=starttls' }).imap, { host: 'localhost', port: 143, tls: 'starttls', verify: false, introduces: 'id' })
    assert.deepEqual(servers({ POSTERN_SMTP_URL: 'smtps://out.example.org:4650' }).smtp, { host: 'out.example.org', port: 4650, tls: 'tls', verify: true })
    assert.equal(servers({ POSTERN_IMAP_URL: 'imaps://imap.example.org' }).domain, 'example.org')
    assert.equal(servers({ POSTERN_IMAP_URL: 'imaps://example.org' }).domain, 'example.org')
  })

  it('tells servers on this machine where people come from, and others when somebody says so', () => {
    const told = (toml: string): readonly unknown[] => load(toml).config.sites.map(({ servers }) => servers.imap.introduces)
    const elsewhere = 'imap_url = "imaps://imap.example.org"\n'
    assert.deepEqual(told(''), ['id'])
    assert.deepEqual(told('[servers]\nclient_address = "none"\n[site.a]\n'), [undefined, undefined])
    assert.deepEqual(told(`[servers]\n${elsewhere}[site.a]\n`), [undefined, undefined])
    assert.deepEqual(told(`[servers]\n${elsewhere}client_address = "id"\n[site.a]\n[site.b.servers]\n${elsewhere}[site.c.servers]\n${elsewhere}client_address = "id"\n`), ['id', 'id', undefined, 'id'])
    const asked = load(`[servers]\n${elsewhere}client_address = "id"\n`).config
    assert.equal(withServersInTheBox(load('').config, { imap: 4711 }).servers.imap.introduces, 'id')
    assert.equal(withServersInTheBox(load('[servers]\nclient_address = "none"\n').config, { imap: 4711 }).servers.imap.introduces, undefined)
    assert.equal(asked.servers.smtp.introduces, undefined)
    assert.deepEqual(load('').config.mail.trustedGateways, ['127.0.0.0/8', '::1/128'])
  })

  it('speaks TLS to the submission server in the box where others reach it, too: it takes no password in the clear there', () => {
    const smtp = (host: string): unknown => withServersInTheBox(load('', { env: { POSTERN_MAIL_HOST: host } }).config, { submission: 4712 }).servers.smtp
    assert.deepEqual(smtp('0.0.0.0'), { host: '127.0.0.1', port: 4712, tls: 'starttls', verify: false })
    assert.deepEqual(smtp('127.0.0.1'), { host: '127.0.0.1', port: 4712, tls: 'none', verify: false })
    const handedOver = withServersInTheBox(load('').config, { imap: 143, submission: 587 }, { imap: '::', smtp: '::' }).servers
    assert.deepEqual([handedOver.imap.host, handedOver.smtp.host, handedOver.smtp.tls], ['::1', '::1', 'starttls'])
  })

  it('shows servers as one would write them, which is read as the same again', () => {
    for (const [key, given, shown] of [
      ['imap_url', 'imaps://imap.example.org:993/', 'imaps://imap.example.org'],
      ['imap_url', 'imap://IMAP.example.org?tls=starttls', 'imap://imap.example.org'],
      ['imap_url', 'imap://[::1]:10143', 'imap://[::1]:10143'],
      ['imap_url', 'imap://localhost?tls=starttls', 'imap://localhost?tls=starttls'],
      ['smtp_url', 'submission://out.example.org:25', 'smtp://out.example.org:25'],
      ['smtp_url', 'submissions://out.example.org', 'smtps://out.example.org'],
      ['sieve_url', 'sieve://Filters.example.org:4190', 'sieve://filters.example.org'],
      ['sieve_url', 'sieves://filters.example.org:4191', 'sieves://filters.example.org:4191'],
      ['sieve_url', 'sieve://localhost?tls=starttls', 'sieve://localhost?tls=starttls'],
    ] as const) {
      const read = (url: string) => load(`[servers]\n${key} = "${url}"\n[site.a]\n[site.b.servers]\n${key} = "${url}"\n`)
      const values = read(given).origins.filter(({ name }) => name.endsWith(`servers.${key}`)).map(({ value }) => value)
      assert.deepEqual(values, [shown, shown, shown])
      assert.deepEqual(read(shown).config.servers, read(given).config.servers)
    }
    const own = load('[site.a.servers]\nimap_url = "imaps://imap.example.org"\n').origins.filter(({ name }) => name.endsWith('p_url') && !name.includes('clients')).map(({ name, value }) => [name, value])
    assert.deepEqual(own, [['servers.imap_url', undefined], ['servers.smtp_url', undefined], ['site.a.servers.imap_url', 'imaps://imap.example.org'], ['site.a.servers.smtp_url', 'smtps://imap.example.org']])
    assert.equal(load('[site.a]\n').origins.find(({ name }) => name === 'site.a.servers.imap_url')?.value, 'imap://127.0.0.1:1143')
  })

  it('closes a listener with "off", and moves the gateway to the ports that were bound', () => {
    const { config } = load('[mail]\nimap_port = false\n', { env: { POSTERN_LMTP_PORT: 'off', POSTERN_IMAPS_PORT: '0' } })
    assert.deepEqual(Object.keys(config.mail.ports), ['imaps', 'submission', 'submissions', 'smtp'])
    assert.deepEqual(withServersInTheBox(config, { imaps: 4711, submission: 4712 }).servers.imap, { host: '127.0.0.1', port: 4711, tls: 'tls', verify: false, introduces: 'id' })
    assert.deepEqual(withServersInTheBox(config, { imaps: 4711, submission: 4712 }).servers.smtp, { host: '127.0.0.1', port: 4712, tls: 'none', verify: false })
    const elsewhere = load('', { env: { POSTERN_IMAP_URL: 'imaps://imap.example.org' } }).config
    assert.equal(withServersInTheBox(elsewhere, { imap: 4711 }).servers.imap.host, 'imap.example.org')
  })

  it('never prints the password of a smarthost', () => {
    const { config, origins } = load('[mail]\nsmarthost = "smtp://me:secret@relay.example.org"\n')
    assert.equal(config.mail.smarthost, 'smtp://me:secret@relay.example.org')
    assert.ok(!JSON.stringify(origins).includes('secret'))
  })

  it('knows where preferences are kept, and withholds the password of that database', () => {
    assert.deepEqual(load('').config.preferences, { storage: 'gateway' })
    const { config, origins } = load('[preferences]\nstorage = "imap"\ndatabase = "postgresql://me:secret@db.example.org/postern"\n')
    assert.deepEqual(config.preferences, { storage: 'imap', database: 'postgresql://me:secret@db.example.org/postern' })
    assert.ok(!JSON.stringify(origins).includes('secret'))
    for (const wrong of ['mysql://db.example.org/postern', 'postgresql://db.example.org', 'postgresql://me:secret@db.example.org/postern?sslmode=disable']) {
      assert.match(problemsOf(() => load(`[preferences]\ndatabase = "${wrong}"\n`)).join(), /line 2.*preferences\.database must be an address such as/, wrong)
    }
  })
})

describe('sign-in by tokens', () => {
  it('is off until all of it is said', () => {
    const keys = join(directory, 'keys.json')
    writeFileSync(keys, '{"keys":[]}')
    assert.equal(load('').config.mail.oauth, undefined)
    const complete = `[auth]\noauth_keys = "${keys}"\noauth_issuer = "https://login.example.org"\noauth_audience = "mail"\n`
    assert.deepEqual(load(complete).config.mail.oauth, { keys, issuer: 'https://login.example.org', audience: 'mail', userClaim: 'preferred_username' })
    assert.match(problemsOf(() => load('[auth]\noauth_issuer = "https://login.example.org"\n'))[0] ?? '', /must be set together/)
    assert.match(problemsOf(() => load(complete.replace('https:', 'http:')))[0] ?? '', /must begin with https/)
    assert.match(problemsOf(() => load(complete.replace('keys.json', 'nowhere.json')))[0] ?? '', /cannot be read/)
  })
})
