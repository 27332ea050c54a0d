import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { KEYS } from './keys.ts'

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
