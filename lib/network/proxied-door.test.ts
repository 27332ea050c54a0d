import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { createLog } from '#lib/log/log.ts'
import { writeProxyHeader } from '#lib/mail/network/proxy-header.ts'
import { ProxiedDoor, type Caller } from './proxied-door.ts'

interface Entered {
  readonly caller: Caller | undefined
  /** What the server reads once it is in. */
  readonly read: string
}

/** A server that lets clients in by the door, reads all that they say, and tells who they are. */
async function behindDoor(t: TestContext, proxies: readonly string[], patience?: number) {
  const lines: string[] = []
  const door = new ProxiedDoor(proxies, createLog('info', (line) => void lines.push(line)), patience)
  const entered: Entered[] = []
  const server = createServer(async (socket) => {
    const caller = await door.enter(socket)
    let read = ''
    if (caller) for await (const chunk of socket.setEncoding('latin1')) read += chunk as string
    entered.push({ caller, read })
    server.emit('entered')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  /** Says these pieces one after the other, and hangs up; answers what became of it. */
  const say = async (...pieces: readonly (string | Uint8Array)[]): Promise<Entered> => {
    const socket = await open(port)
    const told = once(server, 'entered')
    for (const piece of pieces) {
      socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)
      await new Promise((resolve) => setImmediate(resolve))
    }
    socket.end()
    await told
    socket.destroy()
    return entered.at(-1)!
  }
  return { say, port, door, lines, server }
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

/** However the other side has ended it. */
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => void socket.resume().once('close', () => resolve()))

const HERE = ['127.0.0.0/8']
const TO = { address: '198.51.100.1', port: 143 }
const FROM = { address: '203.0.113.9', port: 4711 }

test('a trusted proxy says who is there, in one piece or octet by octet, and what follows stays for the server', async (t) => {
  const { say } = await behindDoor(t, HERE)
  for (const version of [1, 2] as const) {
    const caller = { ...FROM, proxy: '127.0.0.1', isSheltered: version === 2 }
    const header = writeProxyHeader(version, FROM, TO)
    assert.deepEqual(await say(header, 'a001 NOOP'), { caller, read: 'a001 NOOP' })
    assert.deepEqual(await say(Buffer.concat([header, Buffer.from('a001 NOOP')]), '\r\nmore'), { caller, read: 'a001 NOOP\r\nmore' })
    assert.deepEqual(await say(...[...header].map((octet) => Uint8Array.of(octet)), 'a001'), { caller, read: 'a001' })
    assert.deepEqual((await say(writeProxyHeader(version, undefined, TO), 'a001')).caller?.address, '127.0.0.1', 'one of its own')
    // A second header is what the client has sent, and is believed by nobody.
    assert.deepEqual(await say(header, 'PROXY TCP4 6.6.6.6 6.6.6.6 1 1\r\n'), { caller, read: 'PROXY TCP4 6.6.6.6 6.6.6.6 1 1\r\n' })
  }
})

test('from everybody else a header is never read', async (t) => {
  for (const proxies of [[], ['192.0.2.0/24', '::1']]) {
    const { say } = await behindDoor(t, proxies)
    const line = 'PROXY TCP4 203.0.113.9 198.51.100.1 4711 143\r\n'
    const { caller, read } = await say(line)
    assert.deepEqual([caller?.address, caller?.proxy, caller?.isSheltered, read], ['127.0.0.1', undefined, true, line])
  }
})

test('who has to begin with a header and does not, or with one that is none, is hung up on', async (t) => {
  const { say, lines } = await behindDoor(t, HERE)
  for (const pieces of [['a001 LOGIN alice secret\r\n'], ['\x16\x03\x01\x02\x00\x01'], ['PROXY TCP4 1.2.3.4 1.2.3.4 1 99999\r\n'], ['PROXY UNKNOWN ', 'x'.repeat(200)], [], ['PROXY TCP4 1.2']]) {
    assert.deepEqual(await say(...pieces), { caller: undefined, read: '' }, pieces.join(''))
  }
  assert.equal(lines.filter((line) => line.includes('proxy-header-refused') && line.includes('"proxy":"127.0.0.1"')).length, 6)
  assert.doesNotMatch(lines.join(''), /secret/)
})

test('who says nothing, or too slowly, is hung up on; so are all that wait when the server ends', async (t) => {
  const { port, server } = await behindDoor(t, HERE, 1)
  const silent = await open(port)
  silent.write('PROXY ')
  await Promise.all([closed(silent), once(server, 'entered')])
  const patient = await behindDoor(t, HERE, 60_000)
  const waiting = await open(patient.port)
  while (patient.door.waiting === 0) await new Promise((resolve) => setImmediate(resolve))
  patient.door.close()
  await closed(waiting)
})

test('TLS up to a proxy on this machine shelters the client; without it only this machine is', async (t) => {
  const { say } = await behindDoor(t, HERE)
  const withTls = writeProxyHeader(2, FROM, TO)
  const without = withTls.slice(0, -8)
  without[15] = 12
  assert.equal((await say(withTls)).caller?.isSheltered, true)
  assert.equal((await say(without)).caller?.isSheltered, false)
  assert.equal((await say(writeProxyHeader(1, FROM, TO))).caller?.isSheltered, false)
  assert.equal((await say(writeProxyHeader(1, { address: '127.0.0.9', port: 1 }, TO))).caller?.isSheltered, true)
})
