import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { test, type TestContext } from 'node:test'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'
import { VastImapServer, type VastCommand, type VastOptions } from '#lib/testing/fakes/vast-imap-server.ts'
import type { AccountConnections } from '../account-connections.ts'
import { openAccountPool, type AccountPool } from '../account-pool.ts'
import { openPart } from '../operations/open-part.ts'
import { readSource } from '../operations/read-source.ts'

const REF = { mailbox: 'INBOX', uidValidity: toUidValidity(1), uid: toUid(1) }
const MEGABYTE = 1024 * 1024
const LARGE = Buffer.from(randomBytes(8 * MEGABYTE).toString('base64').replace(/.{76}/g, '$&\r\n'))

interface Site {
  readonly server: VastImapServer
  readonly pool: AccountPool
  readonly connections: AccountConnections
}

/** A server of one message, and the gateway's connections to it. */
async function site(t: TestContext, options: VastOptions & { readonly limit?: number } = {}): Promise<Site> {
  const server = new VastImapServer(0, { content: LARGE, ...options })
  const pool = openAccountPool(options.limit ?? 5)
  const account = { server: await server.start(), credentials: { user: 'alice', password: 'secret' } }
  t.after(async () => {
    pool.closeAll()
    await server.stop()
  })
  return { server, pool, connections: pool.of(account, new AbortController().signal) }
}

async function octetsOf(content: ReadableStream<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(content as unknown as AsyncIterable<Uint8Array>))
}

const fetches = ({ said }: VastImapServer): readonly string[] => said.filter((command) => /PEEK\[1?\]</.test(command))

/** The FETCH that asks for all that is left, on the connection that has only that to do. */
const isRest = ({ examines, command }: VastCommand): boolean => examines && command.startsWith('UID FETCH')

test('the rest of a large part comes as one literal on a second connection, which is closed at the end; the first goes back before it', async (t) => {
  let lent = 0
  const { server, pool, connections } = await site(t, {
    misbehave: (command) => {
      // The first connection has gone back by now, to whoever waits.
      if (isRest(command)) void connections.use('INBOX', async () => void lent++)
      return false
    },
  })
  const { content } = await openPart(connections, REF, '1')
  assert.deepEqual(await octetsOf(content), decodeTransferOctets(LARGE, 'base64'))
  assert.equal(server.connections, 2)
  const rest = fetches(server).at(-1) ?? ''
  assert.match(rest, /UID BODY\.PEEK\[1\]</)
  const [, start, length] = /<(\d+)\.(\d+)>/.exec(rest) ?? []
  assert.equal(Number(start) + Number(length), LARGE.length + 1, 'one octet more than there are, and no more')
  assert.ok(fetches(server).length < 10, fetches(server).join('\n'))
  while (lent === 0 || server.sockets.size > 1) await pause(1)
  assert.equal(pool.connectionCount, 1)
  assert.equal(server.said.at(-1), 'LOGOUT')
})

test('every transfer encoding, damaged or not, and the whole message are the octets that the pieces are', async (t) => {
  const damaged = Buffer.from(LARGE)
  for (let at = 1000; at < damaged.length; at += 77_777) damaged.write('=\n*~', at)
  const quoted = Buffer.from('Gr=C3=BC=DFe, soft=\r\nly. =XY =3D\r\n'.repeat(300_000))
  for (const [content, encoding] of [[damaged, 'base64'], [quoted, 'quoted-printable'], [LARGE, '8bit'], [LARGE.subarray(0, -3), 'BASE64']] as const) {
    const { server, connections } = await site(t, { content, encoding })
    assert.ok((await octetsOf((await openPart(connections, REF, '1')).content)).equals(decodeTransferOctets(content, encoding)), encoding)
    assert.ok((await octetsOf((await readSource(connections, REF)).content)).equals(content))
    assert.equal(server.said.filter((command) => command.startsWith('EXAMINE')).length, 2)
  }
})

test('a part that is not large is read on the connection that is there', async (t) => {
  const { server, connections } = await site(t, { content: LARGE.subarray(0, 8 * MEGABYTE) })
  assert.equal((await octetsOf((await openPart(connections, REF, '1')).content)).length, decodeTransferOctets(LARGE.subarray(0, 8 * MEGABYTE), 'base64').length)
  assert.equal(server.connections, 1)
})

test('an account without room for a second connection downloads by the first', async (t) => {
  const { server, connections } = await site(t, { limit: 2 })
  const held = Promise.withResolvers<void>()
  const holding = connections.withSeat(async () => held.promise)
  assert.deepEqual(await octetsOf((await openPart(connections, REF, '1')).content), decodeTransferOctets(LARGE, 'base64'))
  assert.equal(server.connections, 1)
  held.resolve()
  await holding
})

/** Says that; TAG stands for the command's tag. */
function say({ socket, tag }: VastCommand, ...pieces: readonly (string | Buffer)[]): true {
  for (const piece of pieces) socket.write(typeof piece === 'string' ? piece.replaceAll('TAG', tag) : piece)
  return true
}

const says = (...pieces: readonly string[]) => (command: VastCommand) => say(command, ...pieces)

/** So many octets of the rest as they are, or fewer, in a literal of that size. */
function sayRest(command: VastCommand, octets = command.range.length, size = command.range.length): true {
  const { start } = command.range
  return say(command, `* 1 FETCH (BODY[1]<${start}> {${size}}\r\n`, LARGE.subarray(start, start + octets))
}

function hangUp({ socket }: VastCommand): true {
  socket.end()
  return true
}

/** What a second connection can do wrong, and the file is whole all the same. */
const HARMLESS: readonly (readonly [name: string, is: (command: VastCommand) => boolean, answer: (command: VastCommand) => true])[] = [
  ['refuses to let us in', ({ command }) => command.startsWith('CAPABILITY'), (command) => say(command, '* BYE too many connections\r\n') && hangUp(command)],
  ['does not open the mailbox', ({ command }) => command.startsWith('EXAMINE'), says('TAG NO [LIMIT] too many\r\n')],
  ['has another mailbox of that name', ({ command }) => command.startsWith('EXAMINE'), says('* OK [UIDVALIDITY 2] other\r\nTAG OK done\r\n')],
  ['never ends a line', ({ command }) => command.startsWith('EXAMINE'), says('x'.repeat(100_000))],
  ['never ends a response', ({ command }) => command.startsWith('EXAMINE'), says('* 1 FETCH (', 'X {1}\r\nx '.repeat(300_000))],
  ['refuses the rest', isRest, says('TAG NO not now\r\n')],
  ['knows nothing of the rest', isRest, says('TAG OK done\r\n')],
  ['says that there is no rest', isRest, says('* 1 FETCH (UID 1 BODY[1]<5> NIL)\r\nTAG OK done\r\n')],
  ['says what is no IMAP', isRest, says('HTTP/1.1 200 OK\r\n\r\n')],
  ['tells of other messages without end', isRest, says('* 7 FETCH (FLAGS ())\r\n'.repeat(2_000))],
  ['announces more than was asked for', isRest, (command) => sayRest(command, MEGABYTE, 999_999_999)],
  ['sends from where it was not asked to', isRest, says('* 1 FETCH (UID 1 BODY[1]<0> {9}\r\n123456789)\r\nTAG OK done\r\n')],
  ['ignores that a range was asked for', isRest, says('* 1 FETCH (UID 1 BODY[1] {9}\r\n123456789)\r\nTAG OK done\r\n')],
  ['hangs up instead of an answer', isRest, hangUp],
  ['hangs up in the middle', isRest, (command) => sayRest(command, MEGABYTE) && hangUp(command)],
  ['hangs up behind the last octet', isRest, (command) => sayRest(command) && hangUp(command)],
  ['hangs up before its last word', isRest, (command) => sayRest(command) && say(command, ' UID 1)\r\n') && hangUp(command)],
  ['takes it back at the end', isRest, (command) => sayRest(command) && say(command, ' UID 1)\r\nTAG NO no such thing\r\n')],
  ['sends less than there is', isRest, (command) => sayRest(command, MEGABYTE, MEGABYTE) && say(command, ' UID 1)\r\nTAG OK done\r\n')],
]
for (const [name, is, answer] of HARMLESS) {
  test(`the file is whole though the second connection ${name}`, async (t) => {
    let [refused, held] = [0, 0]
    const { server, pool, connections } = await site(t, {
      misbehave: (command) => {
        if (command.command.includes('PEEK[1]<') && !isRest(command)) held = pool.connectionCount
        return is(command) && server.connections > 1 && refused++ === 0 && answer(command)
      },
    })
    assert.deepEqual(await octetsOf((await openPart(connections, REF, '1')).content), decodeTransferOctets(LARGE, 'base64'))
    assert.equal(refused, 1)
    assert.equal(held, 1, 'its place is free again while the pieces go on')
    const lengths = fetches(server).map((command) => Number(/\.(\d+)>/.exec(command)?.[1]))
    assert.ok((lengths.at(-1) ?? 0) <= MEGABYTE, 'the last word is that of a piece')
    assert.equal(lengths.filter((length) => length > MEGABYTE).length, is === isRest ? 1 : 0)
    while (server.sockets.size > pool.connectionCount) await pause(1)
    assert.equal(pool.connectionCount, 1)
  })
}

/** What can only end in a transfer that the browser sees fail: octets were handed on that nobody can vouch for. */
const CUT: readonly (readonly [name: string, answer: (command: VastCommand) => true])[] = [
  ['sends more than it announced', (command) => sayRest(command, command.range.length, command.range.length - 1000) && say(command, ' UID 1)\r\nTAG OK done\r\n')],
  ['says what is no IMAP behind it', (command) => sayRest(command) && say(command, 'garbage\r\nTAG OK done\r\n')],
  ['never says of which message it was', (command) => sayRest(command) && say(command, ')\r\nTAG OK done\r\n')],
  ['sends another message', (command) => sayRest(command) && say(command, ' UID 2)\r\nTAG OK done\r\n')],
]
for (const [name, answer] of CUT) {
  test(`the transfer fails where the second connection ${name}`, async (t) => {
    const { server, pool, connections } = await site(t, { misbehave: (command) => isRest(command) && answer(command) })
    await assert.rejects(octetsOf((await openPart(connections, REF, '1')).content), { failure: 'server-not-imap' })
    while (server.sockets.size > pool.connectionCount) await pause(1)
    assert.equal(pool.connectionCount, 1)
  })
}

test('a message that goes while it is read is no short file', async (t) => {
  for (const limit of [2, 5]) {
    let pieces = 0
    const { connections } = await site(t, { limit, misbehave: (command) => command.range.length > 0 && (isRest(command) || ++pieces > 2) && say(command, 'TAG OK done\r\n') })
    const { content } = await openPart(connections, REF, '1')
    await assert.rejects(octetsOf(content), { failure: 'no-such-message' })
  }
})

test('a piece longer than asked for, in the middle, is no part of the file; a server that knows no ranges sends all at once', async (t) => {
  const content = LARGE.subarray(0, MEGABYTE)
  const whole = (command: VastCommand): true => say(command, `* 1 FETCH (UID 1 BODY[1] {${content.length}}\r\n`, content, ')\r\nTAG OK done\r\n')
  const late = await site(t, { content, misbehave: (command) => command.range.start > 0 && whole(command) })
  await assert.rejects(octetsOf((await openPart(late.connections, REF, '1')).content), { failure: 'server-not-imap' })
  const ever = await site(t, { content, misbehave: (command) => command.range.length > 0 && whole(command) })
  assert.deepEqual(await octetsOf((await openPart(ever.connections, REF, '1')).content), decodeTransferOctets(content, 'base64'))
})

test('a size that the server tells wrong makes no file shorter or longer', async (t) => {
  for (const toldSize of [LARGE.length - 700_000, LARGE.length + 700_000, 4_000_000_000, 99_999_999_999]) {
    const { connections } = await site(t, { toldSize })
    assert.ok((await octetsOf((await openPart(connections, REF, '1')).content)).equals(decodeTransferOctets(LARGE, 'base64')), String(toldSize))
  }
})

test('a reader who leaves closes both connections at once, whatever the server is doing', async (t) => {
  const resting = Promise.withResolvers<void>()
  const silent = (command: VastCommand): boolean => {
    if (!isRest(command)) return false
    sayRest(command, MEGABYTE)
    resting.resolve()
    return true
  }
  const { server, pool, connections } = await site(t, { misbehave: silent })
  const reader = (await openPart(connections, REF, '1')).content.getReader()
  const reading = (async () => {
    while (!(await reader.read()).done);
  })()
  await resting.promise
  await reader.cancel()
  await reading
  while (server.sockets.size > pool.connectionCount) await pause(1)
  assert.ok(pool.connectionCount <= 1)
  assert.equal(server.said.includes('LOGOUT'), false, 'nobody says good-bye in the middle of a literal')
})

test('a reader who waits holds the server back on the second connection, too', async (t) => {
  const asked = Promise.withResolvers<Socket>()
  const server = new VastImapServer(400 * MEGABYTE, {
    misbehave: (command) => {
      if (isRest(command)) asked.resolve(command.socket)
      return false
    },
  })
  const pool = openAccountPool(5)
  t.after(async () => {
    pool.closeAll()
    await server.stop()
  })
  const connections = pool.of({ server: await server.start(), credentials: { user: 'alice', password: 'secret' } }, new AbortController().signal)
  const reader = (await openPart(connections, REF, '1')).content.getReader()
  let own: Socket | undefined
  void asked.promise.then((socket) => (own = socket))
  while (!own) await reader.read()
  while (!own.writableNeedDrain) await pause(1)
  // The system's buffers are full now, and they are far from holding all of it.
  assert.ok(own.bytesWritten < 40 * MEGABYTE, `${own.bytesWritten} octets`)
  await reader.cancel()
  while (!own.closed) await pause(1)
})
