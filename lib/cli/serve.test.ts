import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { environmentWith } from '#lib/config/environment.ts'
import { FREE_PORTS } from '#lib/testing/processes/free-ports.ts'
import { ROOT } from './root.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-serve-'))
after(() => rmSync(directory, { recursive: true, force: true }))

const env = environmentWith({ ...FREE_PORTS, POSTERN_LOG_LEVEL: 'error', NODE_TEST_CONTEXT: undefined, npm_lifecycle_event: undefined, npm_command: undefined })

function start(args: readonly string[], input = ''): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  const child = spawn(process.execPath, [join(ROOT, 'lib/cli/postern.mjs'), ...args], { cwd: directory, env, stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input)
  return child
}

async function run(args: readonly string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  const child = start(args, input)
  const ends = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ends])
  return { code, out, err }
}

interface Line {
  readonly version: number
  readonly pid: number
  readonly pids: { readonly mail: number; readonly web: number }
  readonly data: string
  readonly services: Readonly<Record<string, { readonly host: string; readonly port: number; readonly tls: string }>>
  readonly users: readonly { readonly name: string; readonly address: string; readonly password: string }[]
}

/** Starts `serve mail --json`; answers its one line, and how to end it: the exit code and everything else it printed. */
async function serveMail(data: string, ...more: string[]) {
  const child = start(['serve', 'mail', '--json', '--data', data, ...more])
  const rest: string[] = []
  const lines = createInterface({ input: child.stdout })
  const first = await new Promise<string>((resolve, reject) => {
    lines.once('line', (line) => {
      resolve(line)
      lines.on('line', (extra) => rest.push(extra))
    })
    child.once('exit', (code) => reject(new Error(`serve ended with ${code}`)))
  })
  const ends = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { line: JSON.parse(first) as Line, rest, ends, kill: (signal: NodeJS.Signals = 'SIGTERM') => child.kill(signal) }
}

/** The greeting of an IMAP port. */
function greeting(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', (chunk) => {
      socket.destroy()
      resolve(chunk.toString())
    })
    socket.once('error', reject)
  })
}

describe('serve mail', { timeout: 180_000 }, () => {
  it('prints exactly one line when every listener is ready, and drains at SIGTERM', async () => {
    const { line, rest, ends, kill } = await serveMail(join(directory, 'demo'), '--demo')
    assert.equal(line.version, 1)
    assert.deepEqual(Object.keys(line.services).sort(), ['imap', 'imaps', 'ldap', 'lmtp', 'smtp', 'submission', 'submissions'])
    assert.deepEqual(line.services.imaps?.tls, 'tls')
    assert.deepEqual(line.users.map(({ name }) => name).slice(0, 4), ['alice', 'bob', 'carol', 'admin'])
    assert.deepEqual(line.users[0], { name: 'alice', address: 'alice@example.test', password: 'postern-alice' })
    assert.match(await greeting(line.services.imap?.port ?? 0), /^\* OK /)
    kill()
    assert.equal(await ends, 0)
    assert.deepEqual(rest, [])
    await assert.rejects(greeting(line.services.imap?.port ?? 0), /ECONNREFUSED/)
  })

  it('serves accounts that were made before its first start, and those made meanwhile', async () => {
    const data = join(directory, 'site')
    const on = ['--data', data]
    assert.deepEqual(await run(['user', 'add', 'ann', '--quota', '10M', '--password-stdin', ...on], 'a "b\\ ü\n'), { code: 0, out: 'ann is enrolled.\n', err: '' })
    const again = await run(['user', 'add', 'ann', '--password-stdin', ...on], 'x y z\n')
    assert.equal(again.code, 1)
    assert.match(again.err, /^postern: .*already/)
    const { ends } = await serveMail(data).then(async (serving) => {
      assert.deepEqual(serving.line.users, [])
      assert.equal((await run(['user', 'add', 'ben', '--password-stdin', ...on], 'pass word\n')).code, 0)
      const imported = join(directory, 'users')
      writeFileSync(imported, 'cat:secret:5M\nann:twice\n')
      const { code, out, err } = await run(['user', 'import', imported, ...on])
      assert.deepEqual([code, out], [1, '1 enrolled, 1 refused.\n'])
      assert.match(err, /^postern: ann: /)
      assert.equal((await run(['user', 'quota', 'ann', '-5M', ...on])).out, 'ann may use 5 MB.\n')
      assert.deepEqual(JSON.parse((await run(['quota', 'report', '--json', ...on])).out), [{ name: 'ann', used: 0, quota: 5 * 2 ** 20, percent: 0 }, { name: 'cat', used: 0, quota: 5 * 2 ** 20, percent: 0 }, { name: 'ben', used: 0, quota: null, percent: null }])
      assert.equal((await run(['quota', 'report', 'ben', '--csv', ...on])).out, 'name,used,quota,percent\nben,0,,\n')
      assert.equal((await run(['user', 'quota', 'cat', '0', ...on])).code, 0)
      assert.match((await run(['quota', 'report', '--over', '90', ...on])).out, /^cat +100% {2}0 B of 0 B\n$/)
      assert.equal((await run(['user', 'quota', 'ann', 'none', ...on])).out, 'ann may use any amount.\n')
      assert.equal((await run(['user', 'password', 'ben', '--password-stdin', ...on], 'other word\n')).code, 0)
      assert.equal((await run(['user', 'delete', 'cat', ...on])).code, 0)
      const names = (JSON.parse((await run(['user', 'list', '--json', ...on])).out) as { name: string }[]).map(({ name }) => name)
      assert.deepEqual(names.sort(), ['ann', 'ben'])
      assert.equal(statSync(join(data, 'admin.sock')).mode & 0o777, 0o600)
      assert.match((await run(['stats', ...on])).out, /^running +true$/m)
      return serving
    })
    assert.equal((await run(['shutdown', ...on])).code, 0)
    assert.equal(await ends, 0)
    assert.match((await run(['stats', ...on])).out, /^running +false$/m)
    assert.equal((await run(['shutdown', ...on])).code, 1)
  })

  it('seeds a mailbox always the same way', async () => {
    const data = join(directory, 'seeded')
    const seeds = join(directory, 'seeds')
    mkdirSync(join(seeds, 'INBOX'), { recursive: true })
    writeFileSync(join(seeds, 'INBOX', 'one.eml'), 'From: a@example.test\r\nSubject: One\r\n\r\nText.\r\n')
    await run(['user', 'add', 'alice', '--password-stdin', '--data', data], 'secret one\n')
    assert.equal((await run(['seed', seeds, '--data', data])).out, '1 messages in 1 mailboxes of alice.\n')
    const nobody = await run(['seed', seeds, '--user', 'nobody', '--data', data])
    assert.equal(nobody.code, 1)
    assert.match(nobody.err, /^postern: /)
  })

  it('refuses a port that is taken, and a data directory that is in use, in one sentence', async () => {
    const data = join(directory, 'twice')
    const { line, ends, kill } = await serveMail(data)
    const second = await run(['serve', 'mail', '--data', data])
    assert.equal(second.code, 1)
    assert.match(second.err, /^postern: .*in use by another Postern/)
    const taken = spawn(process.execPath, [join(ROOT, 'lib/cli/postern.mjs'), 'serve', 'mail', '--data', join(directory, 'other')], { cwd: directory, env: { ...env, POSTERN_IMAP_PORT: String(line.services.imap?.port) } })
    assert.match(await text(taken.stderr), /postern: .*is in use by another program/)
    kill()
    assert.equal(await ends, 0)
  })

  it('lets --fresh throw away a demonstration, but not from below one that runs', async () => {
    const data = join(directory, 'fresh')
    const { ends, kill } = await serveMail(data, '--demo')
    const below = await run(['serve', 'mail', '--demo', '--fresh', '--data', data])
    assert.equal(below.code, 1)
    assert.match(below.err, /in use/)
    kill()
    await ends
    writeFileSync(join(data, 'left behind'), '')
    const again = await serveMail(data, '--demo', '--fresh')
    assert.throws(() => statSync(join(data, 'left behind')))
    again.kill('SIGINT')
    assert.equal(await again.ends, 0)
  })
})
