import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as ask, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { examineConfig, loadConfig } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { nothingCounted } from '#lib/testing/fakes/nothing-counted.ts'
import { createFront } from '../serving/front.ts'
import { drain } from '../serving/listeners.ts'
import { mtaStsRecords } from './mta-sts.ts'
import { writeSecurityText } from './security-text.ts'

const PUBLIC = { POSTERN_HTTP_HOST: '0.0.0.0', POSTERN_HTTP_PUBLIC_ORIGIN: 'https://mail.example.org', POSTERN_HTTP_BEHIND_PROXY: 'true' }

function configOf(t: TestContext, toml: string, env: Record<string, string> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'postern-well-known-'))
  t.after(() => rmSync(directory, { recursive: true }))
  writeFileSync(join(directory, 'postern.toml'), toml)
  return loadConfig({ file: join(directory, 'postern.toml'), data: '/nowhere', env: { ...PUBLIC, ...env } })
}

/** Asks a front whose framework answers 418. */
async function frontWith(t: TestContext, toml: string, env: Record<string, string> = {}) {
  const front = createFront({
    config: configOf(t, toml, env), log: createLog('error', () => undefined), development: false, ...nothingCounted(),
    readiness: async () => ({ ready: true, reasons: [] }), isDraining: () => false, next: async (_, response) => void response.writeHead(418).end(),
  })
  const server = createServer((request, response) => void front(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => drain(server, 0))
  const { port } = server.address() as AddressInfo
  return async (path: string, { method = 'GET', host = 'mail.example.org' } = {}) => {
    const [response] = (await once(ask({ port, host: '127.0.0.1', path, method, headers: { host }, agent: false }).end(), 'response')) as [IncomingMessage]
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += chunk as string
    return { status: response.statusCode, headers: response.headers, text }
  }
}

test('security.txt names whom a site tells, in the order of the file', async (t) => {
  const get = await frontWith(t, `
languages = ["de", "en"]
[security]
contact = ["security@example.org", "https://example.org/report", "tel:+43-1-5"]
policy = "https://example.org/policy"
[site.lab]
hosts = ["lab.example.org"]
security.contact = ["lab@example.org"]
[site.quiet]
hosts = ["quiet.example.org"]
security.contact = []
`)
  const { status, headers, text } = await get('/.well-known/security.txt')
  assert.deepEqual([status, headers['content-type'], headers['set-cookie']], [200, 'text/plain; charset=utf-8', undefined])
  const [first, second, third, expires, ...rest] = text.split('\r\n')
  assert.deepEqual([first, second, third], ['Contact: mailto:security@example.org', 'Contact: https://example.org/report', 'Contact: tel:+43-1-5'])
  assert.match(expires ?? '', /^Expires: \d{4}-\d\d-\d\dT00:00:00Z$/)
  assert.deepEqual(rest, ['Policy: https://example.org/policy', 'Preferred-Languages: de, en', 'Canonical: https://mail.example.org/.well-known/security.txt', ''])
  const lab = await get('/.well-known/security.txt', { host: 'lab.example.org' })
  assert.match(lab.text, /^Contact: mailto:lab@example\.org\r\n[^]*Canonical: https:\/\/lab\.example\.org\//)
  assert.doesNotMatch((await get('/.well-known/security.txt', { host: 'evil.example' })).text, /Canonical|evil/)
  assert.equal((await get('/.well-known/security.txt', { host: 'quiet.example.org' })).status, 404)
  const head = await get('/.well-known/security.txt', { method: 'HEAD' })
  assert.deepEqual([head.status, head.text], [200, ''])
  const posted = await get('/.well-known/security.txt', { method: 'POST' })
  assert.deepEqual([posted.status, posted.headers.allow], [405, 'GET, HEAD'])
})

test('without anybody to tell there is no security.txt; it is valid for less than a year from whichever day', async (t) => {
  assert.equal((await (await frontWith(t, ''))('/.well-known/security.txt')).status, 404)
  const config = configOf(t, 'security.contact = ["mailto:security@example.org"]')
  const now = new Date('2026-11-21T23:59:59Z')
  assert.equal(writeSecurityText(config, config.sites[0], { host: undefined, now }), 'Contact: mailto:security@example.org\r\nExpires: 2027-05-20T00:00:00Z\r\n')
})

const POLICY = '[mail]\ndomains = ["example.org", "example.net"]\n[mta_sts]\nmode = "enforce"\nmx = ["mail.example.org", "*.example.net"]\n'

test('the MTA-STS policy of each domain of ours, at its own host and nowhere else', async (t) => {
  const get = await frontWith(t, POLICY)
  for (const host of ['mta-sts.example.org', 'MTA-STS.example.net', 'mta-sts.example.org:443']) {
    const { status, headers, text } = await get('/.well-known/mta-sts.txt', { host })
    assert.deepEqual([status, headers['content-type'], text], [200, 'text/plain; charset=utf-8', 'version: STSv1\r\nmode: enforce\r\nmx: mail.example.org\r\nmx: *.example.net\r\nmax_age: 604800\r\n'], host)
  }
  for (const host of ['mail.example.org', 'example.org', 'mta-sts.example.com', 'mta-sts.mail.example.org']) assert.equal((await get('/.well-known/mta-sts.txt', { host })).status, 404, host)
  assert.equal((await (await frontWith(t, 'mail.domains = ["example.org"]\n'))('/.well-known/mta-sts.txt', { host: 'mta-sts.example.org' })).status, 404)
})

test('the record changes with the policy, and with nothing else', (t) => {
  const [org, net] = mtaStsRecords(configOf(t, POLICY))
  assert.deepEqual([org?.name, net?.name, org?.text], ['_mta-sts.example.org.', '_mta-sts.example.net.', net?.text])
  // RFC 8461 §3.1: 1 to 32 letters and digits.
  assert.match(org?.text ?? '', /^v=STSv1; id=[a-z0-9]{1,32}$/)
  assert.equal(mtaStsRecords(configOf(t, `title = "x"\n${POLICY}`))[0]?.text, org?.text)
  assert.notEqual(mtaStsRecords(configOf(t, `${POLICY}max_age = 86400\n`))[0]?.text, org?.text)
  assert.deepEqual(mtaStsRecords(configOf(t, '[mta_sts]\nmode = "none"\n')), [], 'localhost is no domain of the DNS')
})

test('a policy without exchangers is refused, unless it takes one back', (t) => {
  const codes = (toml: string) => {
    const directory = mkdtempSync(join(tmpdir(), 'postern-well-known-'))
    t.after(() => rmSync(directory, { recursive: true }))
    writeFileSync(join(directory, 'postern.toml'), toml)
    return examineConfig({ file: join(directory, 'postern.toml'), env: {} }).problems.map(({ line, reason }) => [line, reason.code])
  }
  assert.deepEqual(codes('[mta_sts]\nmode = "testing"\n'), [[2, 'together']])
  assert.deepEqual(codes('[mta_sts]\nmode = "none"\n'), [])
  for (const wrong of ['mx = ["*"]', 'mx = ["*.*.example.org"]', 'mx = []', 'mx = ["mail.*.example.org"]', 'max_age = 60', 'mode = "on"']) assert.deepEqual(codes(`[mta_sts]\n${wrong}\n`), [[2, 'must-be']], wrong)
  for (const wrong of ['contact = ["http://example.org"]', 'contact = ["security"]', 'contact = ["mailto:a@b.example\\nPolicy: https://evil.example"]', 'policy = "http://example.org"']) assert.deepEqual(codes(`[security]\n${wrong}\n`), [[2, 'must-be']], wrong)
})

test('calendars elsewhere are found from here, under a base path, too; by every method', async (t) => {
  const get = await frontWith(t, '[clients]\ncaldav_url = "https://calendar.example.org/dav/"\n[site.lab]\nhosts = ["lab.example.org"]\nservers.imap_url = "imaps://imap.lab.example.org"\n', { POSTERN_HTTP_BASE_PATH: '/mail' })
  for (const method of ['GET', 'PROPFIND']) {
    const { status, headers } = await get('/.well-known/caldav', { method })
    assert.deepEqual([status, headers.location], [301, 'https://calendar.example.org/dav/'])
  }
  assert.equal((await get('/.well-known/caldav', { host: 'lab.example.org' })).status, 404, 'who has servers of its own has its own calendars')
  assert.equal((await get('/robots.txt')).text, 'User-agent: *\nDisallow: /\n')
  assert.equal((await get('/.well-known/change-password')).headers.location, '/mail/password')
})
