import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from '#lib/cli/root.ts'
import { environmentWith } from '#lib/config/environment.ts'
import { FREE_PORTS, freePort } from '../processes/free-ports.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-systemd-'))
after(() => rmSync(directory, { recursive: true, force: true }))

/** A socket as systemd's own that receives what services say: Node has none of that kind. */
const LISTENER = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print('bound', flush=True)
while True:
    print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
`

test('systemd’s own programs hand a socket over, and hear when Postern is ready and when it ends', { timeout: 120_000 }, async (t) => {
  const notify = join(directory, 'notify')
  const hearing = spawn('python3', ['-c', LISTENER, notify], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => hearing.kill('SIGKILL'))
  const told: string[] = []
  createInterface({ input: hearing.stdout }).on('line', (line) => told.push(line))
  while (!told.includes('bound')) await sleep(10)
  const port = await freePort()
  const node = join(ROOT, 'node_modules/.bin/node')
  const env = environmentWith({ ...FREE_PORTS, NOTIFY_SOCKET: notify, POSTERN_LOG_LEVEL: 'error', POSTERN_CONFIG: undefined, NODE_TEST_CONTEXT: undefined, npm_lifecycle_event: undefined, npm_command: undefined })
  // It passes on only what it is told to.
  const passed = Object.keys(env).filter((name) => /^(?:POSTERN_|NOTIFY_SOCKET|PATH|HOME)/.test(name)).flatMap((name) => ['-E', name])
  const activator = spawn('systemd-socket-activate', ['-l', `127.0.0.1:${port}`, '--fdname=imap', ...passed, existsSync(node) ? node : process.execPath, join(ROOT, 'lib/cli/postern.mjs'), 'serve', 'mail', '--data', join(directory, 'data')], { cwd: directory, env, stdio: ['ignore', 'ignore', 'pipe'] })
  t.after(() => activator.kill('SIGKILL'))
  let said = ''
  activator.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  while (!said.includes('Listening on')) await sleep(10)
  const socket = connect(port, '127.0.0.1')
  const [greeting] = (await once(socket, 'data')) as [Buffer]
  assert.match(greeting.toString(), /^\* OK/, said)
  socket.destroy()
  while (told.length < 2) await sleep(10)
  const ended = once(activator, 'exit')
  activator.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null], said)
  while (!told.some((line) => line.includes('STOPPING'))) await sleep(10)
  assert.deepEqual(told.filter((line) => /=1 /.test(line)).map((line) => line.replace(/ MAINPID=\d+/, '')), ['READY=1 STATUS=Ready', 'STOPPING=1 STATUS=Finishing what is under way'])
})

test('systemd finds no fault with the unit and its sockets', () => {
  const names = ['postern.service', 'postern-imap.socket', 'postern-imaps.socket']
  for (const name of names) cpSync(join(ROOT, 'lib/deploy', name), join(directory, name))
  const unit = join(directory, 'postern.service')
  // The programs have to be where it says.
  writeFileSync(unit, readFileSync(unit, 'utf8').replaceAll('/opt/postern/', `${ROOT}/`))
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...names.map((name) => join(directory, name))], { encoding: 'utf8' })
  assert.deepEqual([status, stderr], [0, ''])
  const exposed = spawnSync('systemd-analyze', ['security', '--offline=true', unit], { encoding: 'utf8' }).stdout
  const level = Number(/exposure level for postern\.service: ([\d.]+)/.exec(exposed)?.[1])
  assert.ok(level < 2, exposed)
})
