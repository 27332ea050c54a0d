import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, describe, it, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentWith } from '#lib/config/environment.ts'
import { createLog } from '#lib/log/log.ts'
import { FREE_PORTS, freePort } from '#lib/testing/processes/free-ports.ts'
import { ROOT } from '../../root.ts'
import { serviceManager } from './service-manager.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-handed-'))
after(() => rmSync(directory, { recursive: true, force: true }))

const quiet = { ...FREE_PORTS, POSTERN_LOG_LEVEL: 'error', POSTERN_CONFIG: undefined, NODE_TEST_CONTEXT: undefined, npm_lifecycle_event: undefined, npm_command: undefined }

interface Listening {
  readonly fd: number
  readonly port: number
  /** Closes it here; whoever has got it goes on listening, and nobody here takes what is for them. */
  leave(): void
}

/** A listening socket of loopback, by its file descriptor. */
async function listening(t: TestContext): Promise<Listening> {
  const port = await freePort()
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { fd } = (server as unknown as { _handle: { readonly fd: number } })._handle
  t.after(() => server.close())
  return { fd, port, leave: () => void server.close() }
}

/**
 * Runs a program as systemd does: sockets from descriptor 3 on, and the number of the process in LISTEN_PID, which only the process itself knows
 * before it begins.
 */
function activated(program: readonly string[], { sockets = [], names = '', env = {} }: { readonly sockets?: readonly Listening[]; readonly names?: string; readonly env?: Record<string, string | undefined> }): ChildProcess {
  const fds = sockets.map(({ fd }) => fd)
  const child = spawn('/bin/sh', ['-c', 'LISTEN_PID=$$ exec "$@"', 'sh', ...program], {
    cwd: directory,
    env: environmentWith({ ...quiet, ...(names === '' ? {} : { LISTEN_FDS: String(fds.length), LISTEN_FDNAMES: names }), ...env }),
    stdio: ['ignore', 'pipe', 'pipe', ...fds],
  })
  for (const socket of sockets) socket.leave()
  return child
}

async function greeting(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const [chunk] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return chunk.toString()
}

/** A `systemd-notify` that writes down what it is asked to say, a line each time. */
function fakeNotify(): { readonly env: Record<string, string>; told(): readonly string[] } {
  const bin = join(directory, 'bin')
  const file = join(directory, `told-${Math.random()}`)
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'systemd-notify'), `#!/bin/sh\n[ -n "$NOTIFY_SOCKET" ] && echo "$*" >> "$TOLD"\n`)
  chmodSync(join(bin, 'systemd-notify'), 0o755)
  return {
    env: { PATH: `${bin}:/usr/bin:/bin`, NOTIFY_SOCKET: join(directory, 'notify'), TOLD: file },
    told: () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []),
  }
}

/** As the unit starts it: by the tree's own Node, which then is the program that serves. */
const OWN = join(ROOT, 'node_modules/.bin/node')
const NODE = existsSync(OWN) ? OWN : process.execPath
const MAIN = join(ROOT, 'lib/cli/postern.mjs')

describe('a service manager', { timeout: 180_000 }, () => {
  it('hands over sockets that listen, and hears that it is ready, reloaded and ending', async (t) => {
    const [imap, submission] = [await listening(t), await listening(t)]
    const notify = fakeNotify()
    const toml = join(directory, 'postern.toml')
    writeFileSync(toml, 'title = "One"\n')
    const child = activated([NODE, MAIN, 'serve', 'mail', '--json', '--config', toml, '--data', join(directory, 'data')], { sockets: [imap, submission], names: 'imap:submission', env: notify.env })
    t.after(() => child.kill('SIGKILL'))
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const ended = once(child, 'exit')
    const [line] = (await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), ended.then(() => assert.fail(said))])) as [string]
    const { services, pid } = JSON.parse(line) as { services: Record<string, { host: string; port: number }>; pid: number }
    assert.equal(pid, child.pid, 'the program that was started is the one that serves')
    assert.deepEqual([services.imap?.port, services.submission?.port, services.imap?.host], [imap.port, submission.port, '127.0.0.1'])
    assert.match(await greeting(imap.port), /^\* OK/)
    assert.match(await greeting(submission.port), /^220 /)
    assert.ok((services.imaps?.port ?? 0) > 0, 'what nobody hands over listens as it is configured')
    while (notify.told().length < 1) await sleep(10)
    child.kill('SIGHUP')
    while (notify.told().length < 3) await sleep(10)
    child.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null], said)
    while (notify.told().length < 4) await sleep(10)
    const told = notify.told().map((each) => each.replace(/MONOTONIC_USEC=[1-9][0-9]*/, 'MONOTONIC_USEC=n'))
    assert.deepEqual(told, ['READY=1 STATUS=Ready', 'RELOADING=1 MONOTONIC_USEC=n', 'READY=1', 'STOPPING=1 STATUS=Finishing what is under way'])
  })

  it('is told in a sentence what cannot be taken over', async (t) => {
    for (const [names, sentence] of [['pop3', /handed over as "pop3": say FileDescriptorName=/], ['imap:imaps', /LISTEN_FDS says 1/]] as const) {
      const child = activated([NODE, MAIN, 'serve', 'mail', '--data', join(directory, 'none')], { sockets: [await listening(t)], names })
      let said = ''
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
      assert.deepEqual(await once(child, 'close'), [1, null])
      assert.match(said, sentence)
      assert.equal(said.trim().split('\n').length, 1, said)
    }
  })

  it('has its sockets taken over by every life of a child: who comes between two waits, and is not refused', async (t) => {
    const socket = await listening(t)
    const { port } = socket
    const keeps = join(directory, 'keeps.ts')
    writeFileSync(keeps, `
      import { Keeper } from ${JSON.stringify(join(import.meta.dirname, '../keeper.ts'))}
      import { environment, environmentWith } from '#lib/config/environment.ts'
      import { loadConfig } from '#lib/config/load.ts'
      import { createLog } from '#lib/log/log.ts'
      const keeper = new Keeper({ name: 'mail', module: ${JSON.stringify(join(import.meta.dirname, '../mail-child.ts'))}, env: environmentWith({}), dev: false, inherited: { lmtp: [], imap: [3] }, log: createLog('error') })
      const config = loadConfig({ env: environment(), data: ${JSON.stringify(join(directory, 'kept'))} })
      const { services } = await keeper.start(config)
      process.stdout.write(JSON.stringify({ pid: keeper.pid, port: services.imap.port }) + '\\n')
      process.on('SIGTERM', async () => { await keeper.end(); process.exit(0) })
    `.replaceAll("'#lib/", `'${ROOT}/lib/`))
    const child = activated([process.execPath, '--disable-warning=ExperimentalWarning', keeps], { sockets: [socket] })
    t.after(() => child.kill('SIGKILL'))
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const ended = once(child, 'exit')
    const [line] = (await Promise.race([once(createInterface({ input: child.stdout! }), 'line'), ended.then(() => assert.fail(said))])) as [string]
    const first = JSON.parse(line) as { pid: number; port: number }
    assert.equal(first.port, port)
    assert.match(await greeting(port), /^\* OK/)
    process.kill(first.pid, 'SIGKILL')
    assert.match(await greeting(port), /^\* OK/, 'the next one answers whoever came meanwhile')
    child.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null], said)
  })

  it('is not waited for: without one nothing is said, and where its program is missing the log says so once', async () => {
    const lines: string[] = []
    const log = createLog('info', (line) => void lines.push(line))
    serviceManager({}, log).ready()
    const lost = serviceManager({ NOTIFY_SOCKET: join(directory, 'notify'), PATH: join(directory, 'nothing') }, log)
    lost.ready()
    lost.reloaded()
    lost.stopping()
    while (lines.length < 1) await sleep(10)
    await sleep(50) // what would come more comes at once
    assert.equal(lines.length, 1)
    assert.match(lines[0] ?? '', /"event":"service-manager-not-told".*systemd-notify.*ENOENT/)
  })
})
