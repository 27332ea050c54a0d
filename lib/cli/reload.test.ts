import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentWith } from '#lib/config/environment.ts'
import { FREE_PORTS } from '#lib/testing/processes/free-ports.ts'
import { ROOT } from './root.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-reload-'))
after(() => rmSync(directory, { recursive: true, force: true }))

const env = environmentWith({ ...FREE_PORTS, POSTERN_LOG_LEVEL: 'info', POSTERN_CONFIG: undefined, NODE_TEST_CONTEXT: undefined, npm_lifecycle_event: undefined, npm_command: undefined })
const MAIN = join(ROOT, 'lib/cli/postern.mjs')
const file = join(directory, 'postern.toml')

const config = (...words: string[]) => spawnSync(process.execPath, [MAIN, 'config', ...words], { cwd: directory, env, encoding: 'utf8' })

/** The real `serve mail`, which needs no build; the reloading is that of every `serve`. */
async function serve() {
  const child = spawn(process.execPath, [MAIN, 'serve', 'mail', '--json', '--data', join(directory, 'data')], { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ends = new Promise<number | null>((resolve) => child.once('exit', resolve))
  for await (const line of createInterface({ input: child.stdout })) {
    const { pid } = JSON.parse(line) as { pid: number }
    const hears = async (text: string): Promise<void> => {
      while (!said.includes(text)) await sleep(20)
    }
    return { pid, hears, said: () => said, ends, end: () => child.kill('SIGTERM') }
  }
  throw new Error(`serve ended: ${said}`)
}

describe('reloading the configuration', { timeout: 60_000 }, () => {
  it('happens at SIGHUP and when the file changes, and a bad file changes nothing', async () => {
    writeFileSync(file, 'title = "One"\n')
    const serving = await serve()
    process.kill(serving.pid, 'SIGHUP')
    await serving.hears('"event":"configuration reloaded"')
    writeFileSync(file, 'title = "Two"\n[site.lab]\nhosts = ["lab.example"]\n[http]\nport = 81\n')
    await serving.hears('"sites":2')
    writeFileSync(file, 'titel = "Three"\n[site.lab]\nhosts = 5\n')
    await serving.hears('configuration refused')
    assert.match(serving.said(), /line 1: there is no key \\"titel\\"; perhaps \\"title\\" is meant.*line 3: site\.lab\.hosts must be a list of host names/)
    assert.ok(!serving.said().includes('next start'), 'the environment says which port, so its line in the file changes nothing')
    serving.end()
    assert.equal(await serving.ends, 0)
  })
})

describe('config', { timeout: 60_000 }, () => {
  it('check answers 1 with the full list, or 0 and a sentence', () => {
    writeFileSync(file, '[site.lab]\nhosts = ["lab.example"]\npath = "L"\nmotd = 1\n')
    const wrong = config('check')
    assert.deepEqual([wrong.status, wrong.stdout], [1, ''])
    assert.equal(wrong.stderr, [
      'postern: The configuration cannot be used:',
      '  - postern.toml, line 3: site.lab.path must be a name of at most 32 small letters, digits and hyphens',
      '  - postern.toml, line 4: site.lab.motd must be a text of at most 10000 characters',
      '',
    ].join('\n'))
    writeFileSync(file, '[site.lab]\n[group.g]\nmembers = ["a"]\n')
    const right = config('check')
    assert.deepEqual([right.status, right.stdout, right.stderr], [0, 'The configuration is valid, with site.lab, group.g.\n', ''])
  })

  it('show names every value with its origin, and no secret', () => {
    writeFileSync(file, '[mail]\nsmarthost = "smtp://me:unmistakable@relay.example"\n[site.lab]\ntitle = "Lab"\n')
    const text = config('show').stdout
    assert.match(text, /^site\.lab\.title = "Lab"\n {4}name of the site, wherever it names itself\n {4}from: postern\.toml, line 4$/m)
    assert.match(text, /^mail\.smarthost = \(set, not shown\)$/m)
    const shown = config('show', '--json').stdout
    const entries = JSON.parse(shown) as { name: string; value: unknown; from: string; variable?: string; withheld?: boolean }[]
    const entry = (name: string) => entries.find((each) => each.name === name)
    assert.deepEqual([entry('site.lab.title')?.value, entry('site.lab.title')?.from, entry('http.port')?.from, entry('http.port')?.value], ['Lab', 'postern.toml, line 4', 'POSTERN_HTTP_PORT', 0])
    assert.deepEqual([entry('mail.smarthost')?.value, entry('mail.smarthost')?.withheld, entry('http.public_origin')?.value], [null, true, null])
    assert.ok(!(text + shown).includes('unmistakable'))
  })
})
