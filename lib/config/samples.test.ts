import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { HANDED_OVER } from './handed-over.ts'
import { loadConfig } from './load.ts'
import { KEYS, type Key, type KeyName } from './keys.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const sample = (name: string): Promise<string> => readFile(path.join(ROOT, 'lib/deploy', name), 'utf8')
/** Of the samples themselves, or of the command line. */
const OTHERS = new Set(['POSTERN_DOMAIN', 'POSTERN_CONFIG', 'POSTERN_DATA'])
/** The lines of a block of YAML, up to the next one at its depth. */
const block = (yaml: string, depth: number, name: string): string => new RegExp(`^ {${depth}}${name}:\\n(?:(?: {${depth + 1}}.*)?\\n)*`, 'm').exec(yaml)?.[0] ?? ''


test('every variable and port that a sample names is one of ours', async () => {
  const known = new Set<string>(Object.values(KEYS).map(({ env }) => env))
  for (const name of ['Containerfile', 'compose.yaml', 'postern.service']) {
    for (const [variable] of (await sample(name)).matchAll(/POSTERN_[A-Z_]+/g)) assert.ok(known.has(variable) || OTHERS.has(variable), `${name}: ${variable}`)
  }
  const port = String(KEYS['http.port'].fallback)
  assert.match(await sample('Containerfile'), new RegExp(`^EXPOSE ${port}$[^]*127\\.0\\.0\\.1:${port}/healthz`, 'm'))
  assert.match(await sample('compose.yaml'), new RegExp(`postern:${port}`))
})

test('the compose file publishes nothing in the clear, and builds what is there', async () => {
  const compose = await sample('compose.yaml')
  assert.deepEqual([...compose.matchAll(/^ +- "(\d+):\d+"$/gm)].map(([, port]) => port), ['80', '443'])
  const context = /context: (\S+)/.exec(compose)?.[1] ?? ''
  const file = /dockerfile: (\S+)/.exec(compose)?.[1] ?? ''
  assert.ok((await stat(path.join(ROOT, 'lib/deploy', context, file))).isFile())
})

test('the compose file has three profiles: the gateway alone, invented people on this machine alone, Dovecot with OpenLDAP', async () => {
  const compose = await sample('compose.yaml')
  const services = [...block(compose, 0, 'services').matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name = '']) => ({ name, text: block(compose, 2, name) }))
  const of = (profile: string): readonly string[] => services.filter(({ text }) => /^ {4}profiles: \[(.*)\]$/m.exec(text)?.[1]?.split(', ').includes(profile)).map(({ name }) => name)
  assert.deepEqual([of('webmail'), of('all-in-one'), of('dovecot')], [['webmail', 'caddy'], ['all-in-one'], ['with-dovecot', 'dovecot', 'openldap', 'caddy']])
  assert.ok(services.every(({ text }) => text.includes('    profiles: [')), 'nothing starts that no profile asks for')
  const demonstration = block(compose, 2, 'all-in-one')
  assert.match(demonstration, /"serve", "--demo"/)
  const published = [...demonstration.matchAll(/^ +- "(.*):(\d+)"$/gm)].map(([, where, port]) => [where, Number(port)])
  const ports = [KEYS['http.port'], KEYS['mail.imaps_port'], KEYS['mail.submissions_port']].map(({ fallback }) => [`127.0.0.1:${fallback}`, fallback])
  assert.deepEqual(published, ports, 'its passwords are known to everybody')
  for (const name of ['with-dovecot', 'openldap']) assert.match(block(compose, 2, name), /^ {4}network_mode: service:dovecot$/m, `${name}: in the clear on loopback only`)
  for (const kind of ['secrets', 'configs']) {
    const defined = [...block(compose, 0, kind).matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name]) => name)
    const used = kind === 'secrets' ? [...compose.matchAll(/^ {4}secrets: \[(.*)\]$/gm)].map(([, name]) => name) : [...compose.matchAll(/^ +- source: (.*)$/gm)].map(([, name]) => name)
    assert.deepEqual([...new Set(used)].toSorted(), defined.toSorted(), kind)
  }
})

test('the configuration that the compose file writes for Dovecot and OpenLDAP can be used', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'postern-compose-'))
  t.after(() => rm(folder, { recursive: true }))
  const secret = path.join(folder, 'ldap')
  await writeFile(secret, 'secret\n', { mode: 0o600 })
  const written = block(block(await sample('compose.yaml'), 0, 'configs'), 2, 'postern').split('\n').slice(2).join('\n').replaceAll(/^ {6}/gm, '')
  const file = path.join(folder, 'postern.toml')
  await writeFile(file, written.replace('/run/secrets/ldap', secret))
  const { servers, directories } = loadConfig({ file, env: { POSTERN_HTTP_PUBLIC_ORIGIN: 'https://mail.example.org' } })
  assert.deepEqual([servers.imap, directories.map(({ server }) => [server.host, server.tls])], [{ host: '127.0.0.1', port: 143, tls: 'none', verify: false, introduces: 'id' }, [['127.0.0.1', 'none']]])
})

test('the image is small: two stages, the Node of its base, a question after its health that needs no other program', async () => {
  const file = await sample('Containerfile')
  const bases = [...file.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
  assert.deepEqual([bases.length, new Set(bases).size], [2, 1])
  assert.match(bases[0] ?? '', /:24-.*slim$/, 'an image for both processors, with the Node that Postern needs')
  assert.match(file, /^HEALTHCHECK .*CMD \["node", "-e", "(.*)"\]$/m)
  assert.match(file, /^USER node$/m)
  assert.doesNotMatch(file, /curl|wget/)
})

test('the proxies are told where Postern listens, and what it may believe', async () => {
  const ports = [KEYS['http.port'], KEYS['mail.imaps_port'], KEYS['mail.submissions_port']].map(({ fallback }) => String(fallback))
  for (const name of ['haproxy.cfg', 'traefik.yaml']) {
    const text = await sample(name)
    assert.deepEqual([...new Set([...text.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, port = '']) => port))].toSorted(), ports.toSorted(), name)
    const toml = text.split('\n').filter((line) => /^# {3}(\[|[a-z_]+ = )/.test(line)).map((line) => line.slice(4)).join('\n')
    assert.match(toml, /trusted_proxies = \["127\.0\.0\.1"\]/, name)
    assert.ok(toml.includes('[mail]') && toml.includes('behind_proxy = true'), name)
  }
  assert.equal([...(await sample('haproxy.cfg')).matchAll(/send-proxy-v2 check check-send-proxy$/gm)].length, 2)
  assert.equal([...(await sample('traefik.yaml')).matchAll(/proxyProtocol:\n +version: 2$/gm)].length, 2)
})

test('the unit starts what is there, says when it is ready, and takes over sockets and secrets by names that we know', async () => {
  const unit = await sample('postern.service')
  const settings = (name: string): readonly string[] => [...unit.matchAll(new RegExp(`^#?${name}=(.*)$`, 'gm'))].map(([, value = '']) => value)
  assert.deepEqual([settings('Type'), settings('NotifyAccess'), settings('DynamicUser'), settings('ProtectSystem'), settings('StateDirectory')], [['notify'], ['all'], ['yes'], ['strict'], ['postern']])
  const [node = '', program = '', ...words] = settings('ExecStart')[0]?.split(' ') ?? []
  assert.deepEqual([node, words], ['/opt/postern/node_modules/.bin/node', ['serve']], 'by the tree’s own Node: another would start it as its child, which gets no sockets')
  assert.ok((await stat(path.join(ROOT, path.relative('/opt/postern', program)))).isFile())
  const credentials = settings('LoadCredential').map((each) => each.split(':')[0] ?? '')
  assert.ok(credentials.length >= 3)
  for (const name of credentials.filter((each) => each !== 'tls.key')) assert.equal((KEYS[name as KeyName] as Key | undefined)?.secret, true, name)
  for (const [name, port] of [['imap', '143'], ['imaps', '993']] as const) {
    const socket = await sample(`postern-${name}.socket`)
    assert.match(socket, new RegExp(`^ListenStream=${port}$`, 'm'))
    assert.match(socket, new RegExp(`^FileDescriptorName=${name}$`, 'm'))
    assert.match(socket, /^Service=postern\.service$/m)
    assert.ok((HANDED_OVER as readonly string[]).includes(name))
  }
  for (const name of HANDED_OVER) assert.match(await sample('postern-imap.socket'), new RegExp(`\\b${name}\\b`), name)
})
