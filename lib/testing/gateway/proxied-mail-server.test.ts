import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect as connectPlain, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { after, before, describe, test } from 'node:test'
import { loadConfig } from '#lib/config/load.ts'
import { withServersInTheBox } from '#lib/config/servers-in-the-box.ts'
import { createReadiness } from '#lib/http/serving/health.ts'
import { probeServer } from '#lib/gateway/admin/probe-server.ts'
import { appendOn } from '#lib/imap/append/append-connection.ts'
import { connect } from '#lib/imap/connect.ts'
import { createLog } from '#lib/log/log.ts'
import { startMailServer, type MailServiceName, type RunningMailServer } from '#lib/mail-server/server.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { writeProxyHeader } from '#lib/mail/network/proxy-header.ts'
import { submit } from '#lib/smtp/submit.ts'
import { failureOf } from './site.ts'

const ANN = { user: 'ann', password: 'postern-ann-1' }
const FROM = { address: '203.0.113.9', port: 4711 }
const TO = { address: '198.51.100.1', port: 143 }
const PROXIES = { POSTERN_MAIL_TRUSTED_PROXIES: '127.0.0.0/8', POSTERN_MAIL_DOMAINS: 'example.test' }

describe('the mail server behind a proxy that speaks the PROXY protocol', () => {
  let data: string
  let server: RunningMailServer
  const logged: string[] = []
  const env = { ...PROXIES, ...Object.fromEntries(['IMAP', 'IMAPS', 'SUBMISSION', 'SUBMISSIONS', 'SMTP', 'LMTP', 'LDAP'].map((name) => [`POSTERN_${name}_PORT`, '0'])) }
  before(async () => {
    data = await mkdtemp(path.join(tmpdir(), 'postern-proxied-'))
    server = await startMailServer(loadConfig({ data, env }), createLog('info', (line) => void logged.push(line)))
    await server.administration.addUser({ name: ANN.user, password: ANN.password })
  })
  after(async () => {
    await server.close()
    await rm(data, { recursive: true })
  })
  const port = (name: MailServiceName): number => server.services[name]?.port ?? 0
  const remotesWhile = async (event: string, work: () => Promise<unknown>): Promise<readonly unknown[]> => {
    const from = logged.length
    await work()
    return logged.slice(from).map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line.event === event).map(({ remote }) => remote)
  }

  /** A client behind the proxy, which hands on what it says, or begins TLS with the server. */
  const through = async (name: MailServiceName, { tls = false, header = writeProxyHeader(1, FROM, TO) } = {}): Promise<(line: string, until: RegExp) => Promise<string>> => {
    const plain = connectPlain({ host: '127.0.0.1', port: port(name), noDelay: true })
    plain.on('error', () => undefined)
    await once(plain, 'connect')
    plain.write(header)
    const socket: Socket = tls ? connectTls({ socket: plain, rejectUnauthorized: false }) : plain
    if (tls) await once(socket, 'secureConnect')
    let heard = ''
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
    return async (line, until) => {
      if (line !== '') heard = ''
      if (line !== '') socket.write(`${line}\r\n`)
      while (!until.test(heard) && !socket.destroyed) await Promise.race([once(socket, 'data'), once(socket, 'close')])
      if (line.includes('LOGOUT') || line === 'QUIT') socket.destroy()
      return heard
    }
  }

  test('IMAP: the client’s own address stands in the log, with TLS from the start and without; in the clear it may say no password', async () => {
    const failed = async (name: 'imap' | 'imaps', command: string): Promise<string> => {
      const ask = await through(name, { tls: name === 'imaps' })
      await ask('', /^\* OK.*\r\n/m)
      const answer = await ask(command, /^a .*\r\n/m)
      await ask('b LOGOUT', /^b OK/m)
      return answer
    }
    assert.deepEqual(await remotesWhile('imap.login-failed', () => failed('imaps', 'a LOGIN ann wrong')), ['203.0.113.9'])
    assert.deepEqual(await remotesWhile('imap.login', () => failed('imaps', `a LOGIN ann ${ANN.password}`)), ['203.0.113.9'])
    assert.match(await failed('imap', `a LOGIN ann ${ANN.password}`), /^a NO \[PRIVACYREQUIRED\]/m)
  })

  test('IMAP: a proxy on this machine may do TLS for its clients, when it says that it did', async () => {
    const ask = await through('imap', { header: writeProxyHeader(2, FROM, TO) })
    await ask('', /^\* OK.*\r\n/m)
    assert.match(await ask(`a LOGIN ann ${ANN.password}`, /^a .*\r\n/m), /^a OK/m)
    await ask('b LOGOUT', /^b OK/m)
  })

  test('submission: the true address in the log; a password in the clear is not even asked for', async () => {
    const plain = Buffer.from('\0ann\0wrong').toString('base64')
    const ask = await through('submissions', { tls: true })
    await ask('', /^220 .*\r\n/m)
    await ask('EHLO x.test', /^250 .*\r\n/m)
    assert.deepEqual(await remotesWhile('submission.login-failed', () => ask(`AUTH PLAIN ${plain}`, /^535 .*\r\n/m)), ['203.0.113.9'])
    await ask('QUIT', /^221/m)
    const clear = await through('submission')
    await clear('', /^220 .*\r\n/m)
    assert.doesNotMatch(await clear('EHLO x.test', /^250 .*\r\n/m), /AUTH/)
    await clear('QUIT', /^221/m)
  })

  test('mail that arrives bears the true address in its trace, by SMTP and by LMTP', async () => {
    const seen = async (): Promise<string> => {
      const client = await connect({ server: { host: '127.0.0.1', port: port('imap'), tls: 'none', verify: false, introduces: 'proxy-v2' }, credentials: ANN })
      const lock = await client.getMailboxLock('INBOX')
      const { source } = (await client.fetchOne('*', { source: true })) as { source: Buffer }
      const text = source.toString('latin1')
      lock.release()
      await client.logout()
      return text
    }
    for (const [name, hello] of [['smtp', 'EHLO mx.test'], ['lmtp', 'LHLO mx.test']] as const) {
      const ask = await through(name)
      await ask('', /^220 .*\r\n/m)
      await ask(hello, /^250 .*\r\n/m)
      await ask('MAIL FROM:<dana@elsewhere.test>', /^250/m)
      await ask('RCPT TO:<ann@example.test>', /^250/m)
      await ask('DATA', /^354/m)
      assert.match(await ask(`Subject: by ${name}\r\n\r\nHello.\r\n.`, /^[25]\d\d .*\r\n/m), /^250/m)
      await ask('QUIT', /^221/m)
      assert.match(await seen(), new RegExp(`Received: from mx\\.test \\(\\[203\\.0\\.113\\.9\\]\\)[^]*by ${name}`))
    }
  })

  test('whoever begins without a header is gone before the greeting, on every port', async () => {
    for (const name of ['imap', 'imaps', 'submission', 'submissions', 'smtp', 'lmtp'] as const) {
      const ask = await through(name, { header: Buffer.from('EHLO or a001 NOOP\r\n') })
      assert.equal(await ask('', /never/), '', name)
    }
  })

  test('the gateway says for whom it comes, in every kind of connection, and is refused where it says nothing', async () => {
    const [imap, imaps] = [port('imap'), port('imaps')]
    for (const introduces of ['proxy-v1', 'proxy-v2'] as const) {
      for (const [at, tls] of [[imap, 'none'], [imap, 'starttls'], [imaps, 'tls']] as const) {
        const address: ServerAddress = { host: '127.0.0.1', port: at, tls, verify: false, introduces }
        const words = `${introduces} ${tls}`
        // Version 1 cannot say that the browser has spoken TLS, so the gateway has to.
        const isSilent = tls === 'none' && introduces === 'proxy-v1'
        const client = isSilent ? {} : { client: FROM.address }
        const expected = [isSilent ? '127.0.0.1' : FROM.address]
        assert.deepEqual(await remotesWhile('imap.login', async () => (await connect({ server: address, credentials: ANN, ...client })).logout()), expected, words)
        const message = { size: 3, content: async function* () { yield Buffer.from('a\r\n') }, flags: [] }
        assert.deepEqual(await remotesWhile('imap.login', () => appendOn({ server: address, credentials: ANN, ...client }, new AbortController().signal, 'INBOX', message)), expected, `append ${words}`)
        assert.equal((await probeServer(address, 'imap')).reached, true, `probe ${words}`)
      }
    }
    assert.notEqual(await failureOf(connect({ server: { host: '127.0.0.1', port: imap, tls: 'none', verify: false }, credentials: ANN })), 'none')
    for (const [at, tls] of [['submission', 'none'], ['submission', 'starttls'], ['submissions', 'tls']] as const) {
      const address: ServerAddress = { host: '127.0.0.1', port: port(at), tls, verify: false, introduces: 'proxy-v2' }
      const content = 'Subject: x\r\n\r\nHello.\r\n'
      const sent = await submit(address, ANN, { from: 'ann@example.test', recipients: ['ann@example.test'], size: content.length, eightBit: false, content: () => Readable.from([Buffer.from(content)]) })
      assert.equal(sent.outcome, 'accepted', tls)
      assert.equal((await probeServer(address, 'smtp')).reached, true, `probe ${tls}`)
    }
  })

  test('whether the server lives is asked with a header, too: it is no attack', async () => {
    const server: ServerAddress = { host: '127.0.0.1', port: port('imap'), tls: 'none', verify: false, introduces: 'proxy-v2' }
    const readiness = createReadiness({ server, readStorage: async () => undefined })
    assert.deepEqual(await remotesWhile('proxy-header-refused', async () => {
      assert.equal((await readiness()).ready, true)
      // Whoever comes after it has come after its end.
      await (await connect({ server, credentials: ANN })).logout()
    }), [])
  })

  test('the gateway knows by itself that the server in the box wants a header from this machine', () => {
    const told = (more: Record<string, string>): readonly unknown[] => {
      const { imap, smtp } = withServersInTheBox(loadConfig({ data, env: { ...env, ...more } }), { imap: 1, submission: 2 }).servers
      return [imap.introduces, smtp.introduces]
    }
    assert.deepEqual(told({}), ['proxy-v2', 'proxy-v2'])
    assert.deepEqual(told({ POSTERN_MAIL_TRUSTED_PROXIES: '192.0.2.1' }), ['id', undefined])
    assert.deepEqual(told({ POSTERN_SERVERS_CLIENT_ADDRESS: 'none' }), ['proxy-v2', 'proxy-v2'])
  })
})
