import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { HANDED_OVER } from './handed-over.ts'
import { KEYS, type Key, type KeyName } from './keys.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const sample = (name: string): Promise<string> => readFile(path.join(ROOT, 'lib/deploy', name), 'utf8')
/** Of the samples themselves, or of the command line. */
const OTHERS = new Set(['POSTERN_DOMAIN', 'POSTERN_CONFIG', 'POSTERN_DATA'])

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
