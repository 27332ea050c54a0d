import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { generate } from 'selfsigned'
import { loadConfig } from '#lib/config/load.ts'
import type { Config } from '#lib/config/config.ts'
import { probeServer, type ProbedServer } from '#lib/gateway/admin/probe-server.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { PIER, startPierDirectory } from '#lib/testing/directory/pier-directory.ts'
import { SieveServer } from '#lib/testing/fakes/sieve-server.ts'
import { directoryFindings } from './directory-findings.ts'
import { findingLine, type Finding } from './finding.ts'
import { missingExtensions } from './imap-extensions.ts'
import { ownCertificateFindings } from './own-certificate.ts'
import { reasonOf } from './probe-finding.ts'
import { serverFindings } from './server-findings.ts'

const NOW = Date.parse('2030-06-15T12:00:00Z')
const open: Server[] = []
let folder = ''
before(async () => (folder = await mkdtemp(path.join(tmpdir(), 'postern-doctor-'))))
after(async () => {
  open.forEach((server) => server.close())
  await rm(folder, { recursive: true })
})

async function listening(server: Server): Promise<ServerAddress> {
  open.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port, tls: 'none', verify: false }
}

/** Greets, and answers each line that begins with one of these words. */
function speaks(greeting: string, answers: Readonly<Record<string, string>>): Promise<ServerAddress> {
  return listening(createServer((socket) => {
    socket.on('error', () => undefined).write(greeting)
    socket.on('data', (chunk) => socket.write(Object.entries(answers).find(([word]) => chunk.toString().includes(word))?.[1] ?? ''))
  }))
}

const imap = (capabilities: string): Promise<ServerAddress> => speaks('* OK ready\r\n', { CAPABILITY: `* CAPABILITY ${capabilities}\r\np3 OK done\r\n` })
const smtp = (...offers: readonly string[]): Promise<ServerAddress> => speaks('220 mx.test ESMTP\r\n', { EHLO: ['mx.test', ...offers].map((offer, at) => `250${at === offers.length ? ' ' : '-'}${offer}\r\n`).join('') })

function configOf(servers: Partial<Config['servers']>): Config {
  const config = loadConfig({ data: '/nowhere', env: {} })
  const [site] = config.sites
  return { ...config, sites: [{ ...site, title: 'Lab', modules: { ...site.modules, filters: true }, servers: { ...site.servers, ...servers } }] }
}

const said = (findings: readonly Finding[]): string[] => findings.map((finding) => findingLine(finding).replaceAll(/127\.0\.0\.1:\d+/g, 'HOST').replaceAll(/in \d+ ms/g, 'in N ms'))
const examine = async (servers: Partial<Config['servers']>, patience = 3_000): Promise<string[]> => said(await serverFindings({ config: configOf(servers), isRunning: true, now: NOW, patience }))

test('servers that have all that is needed are named with how they answer, and nothing else is said', async () => {
  const sieve = new SieveServer({ users: {} })
  const found = await examine({ imap: await imap('IMAP4rev1 IDLE'), smtp: await smtp('AUTH PLAIN LOGIN', 'SIZE 500000000', '8BITMIME'), sieve: await sieve.listen() })
  await sieve.close()
  assert.deepEqual(found, ['imap', 'smtp', 'sieve'].map((kind) => `ok       ${kind} HOST (Lab): answers in N ms in the clear, on this machine.`))
})

test('what a server lacks stands in words, with what to do', async () => {
  const sieve = new SieveServer({ users: {}, mechanisms: ['GSSAPI'], isOld: true })
  const found = await examine({ imap: await imap('IMAP4rev1 LOGINDISABLED'), smtp: await smtp('AUTH GSSAPI', 'SIZE 1000'), sieve: await sieve.listen() })
  await sieve.close()
  assert.deepEqual(found.filter((line) => !line.startsWith('ok')), [
    'problem  imap HOST (Lab): it takes no password here (LOGINDISABLED). Ask for TLS in servers.imap_url, or allow passwords there.',
    'problem  smtp HOST (Lab): it takes passwords by none of PLAIN, LOGIN, CRAM-MD5: it offers GSSAPI. Switch PLAIN on there, which TLS protects.',
    'warning  smtp HOST (Lab): it takes messages of 1000 octets at most, people may write 104857600. Set limits.message_size to 1000, so that the composer says so before anything is attached.',
    'note     smtp HOST (Lab): it lacks 8BITMIME: letters with accents travel encoded.',
    'problem  sieve HOST (Lab): it takes passwords neither by PLAIN nor by LOGIN. Switch PLAIN on there, which TLS protects.',
    'note     sieve HOST (Lab): it is from before RFC 5804: filters are not checked as they are written, and renamed by copying.',
  ])
  assert.match((await examine({ imap: await imap('X'), smtp: await smtp('8BITMIME') })).join('\n'), /problem {2}imap .*IMAP4rev1[^]*warning {2}smtp .*offers no AUTH/)
})

test('servers that cannot be used are named with the reason, and none of them keeps us waiting', async () => {
  const silent = await speaks('', {})
  const found = await examine({ imap: { ...silent, port: 1 }, smtp: silent, sieve: { ...(await speaks('* OK ready\r\n', {})), host: '127.0.0.1' } }, 200)
  assert.deepEqual(found, [
    'problem  imap HOST (Lab): cannot be used: nothing listens at that port. Start that server, or correct the port in servers.imap_url.',
    'problem  smtp HOST (Lab): cannot be used: it does not answer in time. Look for a firewall between here and there, and at the load of that server.',
    'problem  sieve HOST (Lab): cannot be used: what answers there does not speak SIEVE. Correct the port in servers.sieve_url.',
  ])
  const mute = await speaks('* OK ready\r\n', {})
  assert.match((await examine({ imap: mute, smtp: await smtp('AUTH PLAIN') }, 200))[0] ?? '', /imap .*does not answer in time/, 'who greets and then says nothing')
})

test('certificates: whom they are for, when they end, and who vouches for them', async () => {
  const authority = await generate([{ name: 'commonName', value: 'Test Authority' }], { keyType: 'ec', algorithm: 'sha256', extensions: [{ name: 'basicConstraints', cA: true, critical: true }, { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true }] })
  const trusted = path.join(folder, 'authority.pem')
  await writeFile(trusted, authority.cert)
  const issued = async (name: string, from: string, to: string) => generate([{ name: 'commonName', value: name }], {
    keyType: 'ec', algorithm: 'sha256', ca: { key: authority.private, cert: authority.cert }, notBeforeDate: new Date(from), notAfterDate: new Date(to), extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  })
  const probed = async (name: string, from: string, to: string, certificates?: string) => {
    const { private: key, cert } = await issued(name, from, to)
    const there = await listening(createTlsServer({ key, cert }, (socket) => void socket.on('error', () => undefined).write('* OK ready\r\n')))
    const server: ProbedServer = { host: 'localhost', port: there.port, tls: 'tls', verify: true, ...(certificates === undefined ? {} : { certificates }) }
    const probe = await probeServer(server, 'imap')
    return probe.reached ? probe.certificate : reasonOf(probe, { kind: 'imap', server }, NOW).why
  }
  assert.deepEqual(await probed('localhost', '2020-01-01', '2060-01-02', trusted), { names: ['localhost'], validFrom: '2020-01-01T00:00:00.000Z', validTo: '2060-01-02T00:00:00.000Z' })
  assert.equal(await probed('mail.elsewhere.test', '2020-01-01', '2060-01-02', trusted), 'its certificate is for mail.elsewhere.test, not for localhost')
  assert.equal(await probed('localhost', '2020-01-01', '2021-01-02', trusted), 'its certificate ended on 2021-01-02, 3451 days ago')
  assert.equal(await probed('localhost', '2020-01-01', '2060-01-02'), 'its certificate leads to no authority that this machine trusts')

  const own = async (to: string, key?: string) => {
    const made = await issued('mail.test', '2020-01-01', to)
    const [certificate, keyFile] = [path.join(folder, 'own.pem'), path.join(folder, 'own.key')]
    await writeFile(certificate, made.cert)
    await writeFile(keyFile, key ?? made.private)
    const found = await ownCertificateFindings({ tls: { certificate, key: keyFile }, http: { ...configOf({}).http, publicOrigin: 'https://mail.test' } }, NOW)
    return found.map(({ level, what }) => `${level}: ${what.replaceAll(folder, '')}`)
  }
  assert.deepEqual(await own('2060-01-02'), ['ok: is good until 2060-01-02 (10792 days)'])
  assert.deepEqual(await own('2030-06-20'), ['ok: is good until 2030-06-20 (4 days)', 'warning: its certificate ends on 2030-06-20 (4 days)'])
  assert.deepEqual(await own('2030-06-01', authority.private), ['problem: is not the certificate of the key in /own.key', 'problem: ended on 2030-06-01'])
})

test('directories are bound to as they are asked, and their base has to be there', async () => {
  const pier = await startPierDirectory()
  const config = configOf({})
  const [site] = config.sites
  const directory = { name: 'pier', title: 'Pier', server: { host: '127.0.0.1', port: pier.port, tls: 'none', verify: false, timeout: 2000 }, base: PIER, identity: { as: 'nobody' }, attributes: {} } as unknown as Config['directories'][number]
  const asked = async (change: Partial<Config['directories'][number]>) => said(await directoryFindings({ sites: [{ ...site, directories: ['pier'], modules: { ...site.modules, directory: true } }], directories: [{ ...directory, ...change }] }))
  try {
    assert.match((await asked({ base: 'dc=nowhere' })).join(''), /^problem {2}ldap directory\.pier: .*Correct base/)
    assert.deepEqual(await asked({ identity: { as: 'service', dn: `uid=zoe,ou=people,${PIER}`, password: 'wrong' } }), ['problem  ldap directory.pier: cannot be asked: it refuses the name or the password. Correct bind_dn and its password.'])
    assert.match((await asked({ identity: { as: 'person', dn: `uid=%u,ou=people,${PIER}` } })).join(''), /^note .*Add --as USER/)
    assert.match((await asked({ server: { ...directory.server, port: 1 } })).join(''), /^problem {2}ldap directory\.pier: cannot be asked: no connection/)
  } finally {
    await pier.close()
  }
})

test('extensions that IMAP4rev2 has built in are not missed, and each says what its lack costs', () => {
  assert.deepEqual(missingExtensions(['IMAP4REV2', 'SORT', 'QUOTA', 'CONDSTORE', 'METADATA-SERVER']).map(({ name }) => name), [])
  assert.deepEqual(missingExtensions(['IMAP4REV1', 'SORT']).find(({ name }) => name === 'MOVE')?.costs, 'moving is copying and deleting: a broken connection between leaves both')
})
