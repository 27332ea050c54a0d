import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { after, before, describe, test } from 'node:test'
import { generate } from 'selfsigned'
import { connect, hierarchyDelimiter, personalPrefix } from '#lib/imap/connect.ts'
import type { ServerAddress } from '#lib/mail/network/server-address.ts'
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
