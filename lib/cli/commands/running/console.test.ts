import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { environmentWith } from '#lib/config/environment.ts'
import { loadConfig } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { administer } from '#lib/mail-server/admin-client.ts'
import { startMail } from '../../supervisor/mail-part.ts'
import { ROOT } from '../../root.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-console-'))
const data = join(directory, 'data')
const file = join(directory, 'postern.toml')
let running: Awaited<ReturnType<typeof startMail>>

before(async () => {
  writeFileSync(file, '[mail]\nimap_port = 0\nimaps_port = 0\nsubmission_port = "off"\nsubmissions_port = "off"\nsmtp_port = "off"\nlmtp_port = "off"\n')
  const [config, log] = [loadConfig({ file, data, env: {} }), createLog('error', () => undefined)]
  running = await startMail(config, log, { dev: false, inherited: {} })
  const administration = await administer(config, log)
  await administration.importUsers([{ name: 'ann', password: 'correct-horse-battery' }])
  await administration.close()
})
after(async () => {
  await running.close()
  rmSync(directory, { recursive: true })
})

/** What the command says to that input. */
async function console(input: string, ...args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'lib/cli/postern.mjs'), 'console', ...args], { cwd: directory, env: environmentWith({ POSTERN_DATA: data, POSTERN_CONFIG: file, NODE_TEST_CONTEXT: undefined }) })
  let [out, err] = ['', '']
  child.stdout.on('data', (text) => void (out += String(text)))
  child.stderr.on('data', (text) => void (err += String(text)))
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, out, err }
}

test('a person plays the client, signed in, in the clear and by TLS', async () => {
  for (const tls of [[], ['--tls']]) {
    const { code, out, err } = await console('correct-horse-battery\na STATUS INBOX (MESSAGES)\nb LOGOUT\n', 'ann', '--password-stdin', ...tls)
    assert.deepEqual([code, err], [0, ''])
    assert.match(out, /^-- 127\.0\.0\.1, port \d+/)
    assert.equal(out.includes('TLSv1.'), tls.length > 0)
    assert.match(out, /\nS: \* OK \[CAPABILITY .*\nC: c1 AUTHENTICATE PLAIN \*\*\*\nS: c1 OK .*\nC: a STATUS INBOX \(MESSAGES\)\nS: \* STATUS .*MESSAGES 0\)\nS: a OK [^]*\nC: b LOGOUT\nS: \* BYE .*\nS: b OK /)
    assert.ok(!out.includes('correct-horse') && !out.includes(Buffer.from('\0ann\0correct-horse-battery').toString('base64')))
  }
})

test('without a user it begins at the greeting, and ends with its input', async () => {
  const { code, out } = await console('a SELECT INBOX\n')
  assert.equal(code, 0)
  assert.match(out, /C: a SELECT INBOX\nS: a BAD /)
})

test('a wrong password is the server’s to refuse, and what is missing is said', async () => {
  assert.match((await console('wrong\nb LOGOUT\n', 'ann', '--password-stdin')).out, /S: c1 NO \[AUTHENTICATIONFAILED\] /)
  const silent = await console('', 'ann')
  assert.deepEqual([silent.code, /--password-stdin/.test(silent.err)], [1, true])
  const elsewhere = await console('', '--data', join(directory, 'other'))
  assert.deepEqual([elsewhere.code, /no Postern serves/.test(elsewhere.err)], [1, true])
})
