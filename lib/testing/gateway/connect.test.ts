import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { after, before, describe, test } from 'node:test'
import { generate } from 'selfsigned'
import { appendOn } from '#lib/imap/append/append-connection.ts'
import { connect, hierarchyDelimiter, personalPrefix } from '#lib/imap/connect.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
import { startImapFixture, testCertificate } from '../imap-fixture.ts'
import { failureOf } from './site.ts'

const CREDENTIALS = { user: 'alice', password: 'x' }

/** A server that says what it is told to say. */
async function saying(serve: (socket: Socket) => void, tls?: { key: string; cert: string }): Promise<{ server: Server; address: ServerAddress }> {
  const handle = (socket: Socket): void => {
    socket.on('error', () => undefined)
    serve(socket)
  }
  const server = tls ? createTlsServer(tls, handle) : createServer(handle)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return { server, address: { host: '127.0.0.1', port: address.port, tls: tls ? 'tls' : 'none', verify: true } }
}

describe('connecting to what is not a good IMAP server', () => {
  const servers: Server[] = []
  let tls: { key: string; cert: string }
  before(async () => {
    const made = await generate([{ name: 'commonName', value: 'imap.example.test' }])
    tls = { key: made.private, cert: made.cert }
  })
  after(() => servers.forEach((server) => server.close()))
  const failure = async (serve: (socket: Socket) => void, more: Partial<ServerAddress> = {}, secured?: typeof tls): Promise<string> => {
    const { server, address } = await saying(serve, secured)
    servers.push(server)
    return failureOf(connect({ server: { ...address, ...more }, credentials: CREDENTIALS }))
  }
  const imap =
    (answer: (command: string) => string) =>
    (socket: Socket): void => {
      socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n')
      socket.on('data', (chunk) => {
        const [tag = '', ...words] = chunk.toString().trim().split(' ')
        const said = answer(words.join(' ')).replaceAll('TAG', tag)
        if (said.startsWith('* BYE')) socket.end(said)
        else socket.write(said)
      })
    }

  test('nobody there', async () => {
    const { server, address } = await saying(() => undefined)
    server.close()
    await once(server, 'close')
    assert.equal(await failureOf(connect({ server: address, credentials: CREDENTIALS })), 'server-unreachable')
    assert.equal(await failureOf(connect({ server: { ...address, host: 'nowhere.invalid' }, credentials: CREDENTIALS })), 'server-unreachable')
  })

  test('something that hangs up, a web server, TLS where there is none', async () => {
    assert.equal(await failure((socket) => socket.destroy()), 'server-not-imap')
    assert.equal(await failure((socket) => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')), 'server-not-imap')
    assert.equal(await failure((socket) => void socket.write('* OK ready\r\n'), { tls: 'tls' }), 'server-not-imap')
    assert.equal(await failure(imap((command) => (command === 'CAPABILITY' ? '* CAPABILITY IMAP4rev1\r\nTAG OK\r\n' : 'TAG BAD no\r\n')), { tls: 'starttls' }), 'server-not-imap')
  })

  test('a certificate that nobody vouches for stops before the password is sent', async () => {
    let said = ''
    const listen = (socket: Socket): void => {
      socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n')
      socket.on('data', (chunk) => (said += chunk.toString()))
    }
    assert.equal(await failure(listen, {}, tls), 'certificate-untrusted')
    assert.equal(said, '')
  })

  test('refusals of a sign-in by their reason', async () => {
    const refusing = (line: string) => imap((command) => (command.startsWith('LOGIN') ? `${line}\r\n` : '* CAPABILITY IMAP4rev1\r\nTAG OK\r\n'))
    assert.equal(await failure(refusing('TAG NO wrong')), 'sign-in-refused')
    assert.equal(await failure(refusing('TAG NO [AUTHENTICATIONFAILED] wrong')), 'sign-in-refused')
    assert.equal(await failure(refusing('TAG NO [UNAVAILABLE] later')), 'server-busy')
    assert.equal(await failure(refusing('* BYE too many')), 'server-busy')
  })

  test('an address that is not allowed is not even tried', async () => {
    let tried = false
    const { server, address } = await saying(() => (tried = true))
    servers.push(server)
    assert.equal(await failureOf(connect({ server: { ...address, allowed: ['public'] }, credentials: CREDENTIALS })), 'server-not-allowed')
    assert.equal(await failureOf(connect({ server: { ...address, host: 'localhost', allowed: ['public'] }, credentials: CREDENTIALS })), 'server-not-allowed')
    assert.equal(tried, false)
  })

  test('a sign-in that is given up leaves nothing behind', async () => {
    const request = new AbortController()
    const { server, address } = await saying(() => request.abort())
    servers.push(server)
    await assert.rejects(connect({ server: address, credentials: CREDENTIALS }, request.signal), { name: 'AbortError' })
  })

  test('the namespace of the server is known', async () => {
    const { server, address } = await saying(
      imap((command) => {
        if (command === 'NAMESPACE') return '* NAMESPACE (("INBOX." ".")) NIL NIL\r\nTAG OK\r\n'
        return '* CAPABILITY IMAP4rev1 NAMESPACE\r\nTAG OK\r\n'
      }),
    )
    servers.push(server)
    const client = await connect({ server: address, credentials: CREDENTIALS })
    assert.deepEqual([personalPrefix(client), hierarchyDelimiter(client)], ['INBOX.', '.'])
    client.close()
  })

  test('IMAP4rev2 stays off, whose answers to searches take too long to read', async () => {
    const asked: string[] = []
    const { server, address } = await saying(
      imap((command) => {
        if (command.startsWith('ENABLE ')) {
          asked.push(command)
          return `* ENABLED ${command.slice(7)}\r\nTAG OK\r\n`
        }
        return '* CAPABILITY IMAP4rev1 IMAP4rev2 ENABLE CONDSTORE UTF8=ACCEPT\r\nTAG OK\r\n'
      }),
    )
    servers.push(server)
    const client = await connect({ server: address, credentials: CREDENTIALS })
    assert.deepEqual(asked, ['ENABLE CONDSTORE UTF8=ACCEPT'])
    client.close()
  })
})

describe('saying for whom somebody is signed in', () => {
  const HEARD_ID = /ID \(.*"x-originating-ip" "203\.0\.113\.9"\)/

  test('by ID before the sign-in, on every kind of connection, where the server is to be told', async (t) => {
    const fixture = await startImapFixture({ trustedGateways: ['127.0.0.0/8'], listeners: [{ host: '127.0.0.1', port: 0, tls: 'starttls' }], tls: await testCertificate() })
    t.after(() => fixture.close())
    const address: ServerAddress = { host: '127.0.0.1', port: fixture.port, tls: 'none', verify: false }
    const account = { credentials: { user: 'alice', password: 'postern-alice' }, client: '203.0.113.9' }
    let told = 0
    const seen = (): readonly unknown[] => fixture.logged.slice(told, (told = fixture.logged.length)).map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ event }) => event === 'imap.login').map(({ remote }) => remote)
    for (const [server, remote] of [
      [{ ...address, introduces: 'id' }, '203.0.113.9'],
      [{ ...address, tls: 'starttls', introduces: 'id' }, '203.0.113.9'],
      [address, '127.0.0.1'],
    ] as const) {
      const client = await connect({ ...account, server })
      await client.logout()
      assert.deepEqual(seen(), [remote], JSON.stringify(server))
      const message = { size: 3, content: async function* () { yield Buffer.from('a\r\n') }, flags: [] }
      await appendOn({ ...account, server }, new AbortController().signal, 'INBOX', message)
      assert.deepEqual(seen(), [remote], `append ${JSON.stringify(server)}`)
    }
  })

  test('nobody waits: nothing is said of anybody; a server without ID is not asked', async (t) => {
    const heard: string[] = []
    const plain = (capabilities: string) => (socket: Socket): void => {
      socket.write(`* OK [CAPABILITY ${capabilities}] ready\r\n`)
      socket.on('data', (chunk) => {
        const [tag = ''] = chunk.toString().split(' ')
        heard.push(chunk.toString())
        socket.write(chunk.toString().includes('CAPABILITY') ? `* CAPABILITY ${capabilities}\r\n${tag} OK\r\n` : `${tag} ${/LOGIN|STARTTLS/.test(chunk.toString()) ? 'NO' : 'OK'} done\r\n`)
      })
    }
    for (const [capabilities, client] of [['IMAP4rev1 ID', undefined], ['IMAP4rev1', '203.0.113.9'], ['IMAP4rev1 ID', '203.0.113.9'], ['IMAP4rev1 ID STARTTLS', '203.0.113.9']] as const) {
      const { server, address } = await saying(plain(capabilities))
      t.after(() => server.close())
      heard.length = 0
      const tls = capabilities.includes('STARTTLS') ? 'starttls' : 'none'
      const failure = await failureOf(connect({ server: { ...address, tls, introduces: 'id' }, credentials: CREDENTIALS, ...(client === undefined ? {} : { client }) }))
      assert.equal(failure, tls === 'none' ? 'sign-in-refused' : 'server-not-imap')
      const [id, login] = [heard.findIndex((line) => HEARD_ID.test(line)), heard.findIndex((line) => line.includes('LOGIN'))]
      if (capabilities.includes('STARTTLS')) assert.doesNotMatch(heard.join(''), / ID /, 'in the clear nothing is said of anybody')
      else if (client === undefined || capabilities === 'IMAP4rev1') assert.equal(id, -1, heard.join(''))
      else assert.ok(id >= 0 && id < login, heard.join(''))
    }
  })
})
