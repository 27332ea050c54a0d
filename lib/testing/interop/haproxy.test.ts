import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { connect as connectPlain, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect } from 'node:tls'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from '#lib/cli/root.ts'
import { loadConfig } from '#lib/config/load.ts'
import { createLog } from '#lib/log/log.ts'
import { startMailServer, type RunningMailServer } from '#lib/mail-server/server.ts'
import { testCertificate } from '../imap-fixture.ts'
import { freePort } from '../processes/free-ports.ts'

/** Another address of this machine than the proxy's: whose it is shows who is taken for the client. */
const CLIENT = '127.0.0.2'

describe('the sample for HAProxy, run by HAProxy', { timeout: 60_000 }, () => {
  let folder: string
  let mail: RunningMailServer
  const logged: string[] = []
  const seen: IncomingHttpHeaders[] = []
  const ports = { https: 0, imaps: 0, submissions: 0 }
  let goOn: () => void = () => undefined
  const web = createServer((asked, answer) => {
    if (asked.url === '/readyz') return void answer.end()
    seen.push(asked.headers)
    answer.writeHead(200, { 'content-type': 'text/event-stream' })
    answer.write('data: first\n\n')
    goOn = () => void answer.end('data: second\n\n')
  })
  let haproxy: ReturnType<typeof spawn> | undefined

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'postern-haproxy-'))
    const env = { POSTERN_MAIL_TRUSTED_PROXIES: '127.0.0.1', ...Object.fromEntries(['IMAP', 'IMAPS', 'SUBMISSION', 'SUBMISSIONS', 'SMTP', 'LMTP'].map((name) => [`POSTERN_${name}_PORT`, '0'])) }
    mail = await startMailServer(loadConfig({ data: path.join(folder, 'data'), env }), createLog('info', (line) => void logged.push(line)))
    web.listen(0, '127.0.0.1')
    await once(web, 'listening')
    for (const name of ['https', 'imaps', 'submissions'] as const) ports[name] = await freePort()
    const { key, cert } = await testCertificate()
    await writeFile(path.join(folder, 'haproxy.pem'), `${cert}\n${key}\n`, { mode: 0o600 })
    const changes: readonly (readonly [string, string])[] = [
      ['/etc/haproxy/haproxy.pem', path.join(folder, 'haproxy.pem')],
      ['bind :443', `bind 127.0.0.1:${ports.https}`], ['bind :993', `bind 127.0.0.1:${ports.imaps}`], ['bind :465', `bind 127.0.0.1:${ports.submissions}`],
      ['127.0.0.1:3000', `127.0.0.1:${(web.address() as AddressInfo).port}`], ['127.0.0.1:1993', `127.0.0.1:${mail.services.imaps?.port}`], ['127.0.0.1:1465', `127.0.0.1:${mail.services.submissions?.port}`],
    ]
    let text = await readFile(path.join(ROOT, 'lib/deploy/haproxy.cfg'), 'utf8')
    for (const [from, to] of changes) {
      assert.ok(text.includes(from), from)
      text = text.replace(from, to)
    }
    const file = path.join(folder, 'haproxy.cfg')
    await writeFile(file, text)
    const checked = spawnSync('haproxy', ['-c', '-f', file], { encoding: 'utf8' })
    assert.equal(checked.status, 0, checked.stderr)
    haproxy = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' })
  })
  after(async () => {
    if (haproxy?.exitCode === null) {
      haproxy.kill('SIGKILL')
      await once(haproxy, 'exit')
    }
    web.close()
    web.closeAllConnections()
    await mail.close()
    await rm(folder, { recursive: true })
  })

  /** What a client says by TLS through the proxy, as soon as it answers, and what it hears until that comes. */
  async function ask(port: number, lines: readonly (readonly [line: string, until: RegExp])[]): Promise<string> {
    for (;;) {
      const plain = connectPlain({ port, host: '127.0.0.1', localAddress: CLIENT })
      const socket = connect({ socket: plain, rejectUnauthorized: false })
      plain.on('error', () => socket.destroy()).on('close', () => socket.destroy())
      let heard = ''
      socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
      const closed = new Promise<void>((resolve) => void socket.on('error', () => resolve()).on('close', () => resolve()))
      const until = async (pattern: RegExp): Promise<boolean> => {
        while (!pattern.test(heard) && !socket.destroyed) await Promise.race([new Promise((resolve) => socket.once('data', resolve)), closed])
        return pattern.test(heard)
      }
      // It refuses whoever comes before it has found its servers.
      if (await until(/^(?:\* OK|220) .*\r\n/)) {
        for (const [line, pattern] of lines) {
          heard = ''
          socket.write(`${line}\r\n`)
          await until(pattern)
        }
        socket.destroy()
        return heard
      }
      await sleep(100)
    }
  }
  const remotes = (event: string): readonly unknown[] => logged.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line.event === event).map(({ remote }) => remote)

  test('mail: the client’s own address comes through, for IMAP and submission', async () => {
    assert.match(await ask(ports.imaps, [['a LOGIN alice wrong', /^a .*\r\n/m]]), /^a NO/m)
    assert.deepEqual(remotes('imap.login-failed'), [CLIENT])
    const wrong = Buffer.from('\0alice\0wrong').toString('base64')
    assert.match(await ask(ports.submissions, [['EHLO x.test', /^250 .*\r\n/m], [`AUTH PLAIN ${wrong}`, /^\d\d\d .*\r\n/m]]), /^535/m)
    assert.deepEqual(remotes('submission.login-failed'), [CLIENT])
    assert.deepEqual(remotes('proxy-header-refused'), [], 'its questions after the health bear a header, too')
  })

  test('web: the client’s own address and no other; a live event is there before the next one is sent', async () => {
    const open = (): Promise<IncomingMessage> => new Promise((resolve, reject) => {
      request({ port: ports.https, host: '127.0.0.1', localAddress: CLIENT, rejectUnauthorized: false, path: '/api/events', headers: { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'http' }, agent: false }, resolve).on('error', reject).end()
    })
    let answer = await open()
    while (answer.statusCode === 503) answer = await sleep(100).then(open)
    let heard = ''
    for await (const chunk of answer.setEncoding('utf8')) {
      heard += chunk as string
      // The server says no more until the first event has come all the way.
      if (heard === 'data: first\n\n') goOn()
    }
    assert.equal(heard, 'data: first\n\ndata: second\n\n')
    assert.deepEqual(seen.map((headers) => [headers['x-forwarded-for'], headers['x-forwarded-proto']]), [[CLIENT, 'https']])
  })
})
