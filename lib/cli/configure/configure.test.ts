import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ROOT } from '#lib/cli/root.ts'
import { loadConfig } from '#lib/config/load.ts'
import { endServe, readyLine, spawnServe } from '#lib/testing/processes/serve-child.ts'
import { QUESTIONS } from './questions.ts'

function configure(file: string, answers: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'lib/cli/postern.ts'), 'configure', '--config', file], { cwd: join(file, '..') })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  child.stdin.end(answers.map((answer) => `${answer}\n`).join(''))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-configure-test-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('empty answers make a file that is valid and starts', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'postern.toml')
    assert.equal((await configure(file, QUESTIONS.map(() => ''))).code, 0)
    const config = loadConfig({ file, env: {} })
    assert.deepEqual([config.sites[0].title, config.http.host, config.servers.freeChoice, config.sites[0].locks, config.sites[0].servers.sieve], ['Postern', '127.0.0.1', false, {}, undefined])
    const child = spawnServe(['mail', '--config', file], folder)
    child.stderr.resume()
    try {
      assert.ok(await readyLine(child))
    } finally {
      await endServe(child)
    }
  })
})

test('a site of its own: answers are checked one by one, locks have their reasons, what does not matter is not asked', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'postern.toml')
    const { code, out } = await configure(file, [
      'Lighthouse "mail"', '0.0.0.0', 'mail.example.org', 'https://mail.example.org', 'yes', 'eighty', '8080', 'data', 'maybe', 'yes', 'imaps://imap.example.org', 'smtps://smtp.example.org', 'https://imap.example.org', 'sieve://imap.example.org', 'example.org', 'no',
      'yes', 'no', 'no', 'de en', 'classic', '30', 'ann@example.org, bob@example.org',
    ])
    assert.equal(code, 0, out)
    assert.match(out, /That must be a port[\s\S]*That must be yes or no[\s\S]*ManageSieve[\s\S]*That must be [^\n]*sieve:/)
    assert.ok(!out.includes('certificate'))
    const config = loadConfig({ file, env: {} })
    const [site] = config.sites
    assert.deepEqual([site.title, config.http.publicOrigin, config.http.behindProxy, config.http.port, config.data], ['Lighthouse "mail"', 'https://mail.example.org', true, 8080, join(folder, 'data')])
    assert.deepEqual([site.servers.sieve, site.modules.filters], [{ host: 'imap.example.org', port: 4190, tls: 'starttls', verify: true }, true])
    assert.deepEqual([site.servers.imap.host, site.servers.smtp.port, site.languages, site.theme, site.admins, site.session.idleMinutes], ['imap.example.org', 465, ['de', 'en'], 'classic', ['ann@example.org', 'bob@example.org'], 30])
    assert.deepEqual(Object.keys(site.locks), ['identity.address', 'reading.remote_content'])
    assert.match(site.locks['identity.address']?.reason ?? '', /^Mail leaves this site/)
  })
})

test('a file that is there is left byte for byte; answers that end too early write nothing', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'postern.toml')
    const early = await configure(file, ['Title'])
    assert.equal(early.code, 1)
    assert.match(early.err, /nothing is written/)
    assert.throws(() => readFileSync(file))
    writeFileSync(file, '# mine\n')
    const again = await configure(file, QUESTIONS.map(() => ''))
    assert.deepEqual([again.code, readFileSync(file, 'utf8')], [1, '# mine\n'])
    assert.match(again.err, /is there already/)
  })
})

test('answers that do not fit together are refused whole', async () => {
  await inFolder(async (folder) => {
    const file = join(folder, 'postern.toml')
    const { code, err } = await configure(file, ['', '0.0.0.0', '', 'no', '', '', ...QUESTIONS.map(() => '')])
    assert.equal(code, 1)
    assert.match(err, /do not fit together.*http\.public_origin/s)
    assert.throws(() => readFileSync(file))
  })
})
