import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { OctetSource } from './octet-source.ts'

const RULES = { lineEnd: '\r\n', lineLimit: 8, hungUp: () => new Error('hung up'), notUnderstood: (detail: string) => new Error(`not understood: ${detail}`) } as const

/** A source at the near end of a connection, the far end of it, and what the source has heard. */
async function connection(t: TestContext): Promise<{ readonly near: Socket; readonly far: Socket; readonly source: OctetSource; readonly heard: () => string }> {
  const server = createServer({ noDelay: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const near = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
  const [far] = (await once(server, 'connection')) as [Socket]
  far.on('error', () => undefined)
  t.after(() => {
    near.destroy()
    far.destroy()
    server.close()
  })
  const heard: Buffer[] = []
  return { near, far, source: new OctetSource(near, RULES, (octets) => void heard.push(octets)), heard: () => Buffer.concat(heard).toString() }
}

test('lines, runs and whatever comes are read in their order, whole or octet by octet', async (t) => {
  const said = 'one\r\n\r\n12345678\r\n\r\nabc'
  for (const pieces of [[said], [...said]]) {
    const { far, source, heard } = await connection(t)
    const say = (async () => {
      for (const piece of pieces) await new Promise((written) => far.write(piece, written))
    })()
    assert.equal((await source.line()).toString(), 'one')
    assert.equal((await source.line()).toString(), '')
    assert.equal((await source.run(10)).toString(), '12345678\r\n')
    const some = await source.some()
    assert.ok(some.length > 0)
    source.putBack(some)
    assert.equal((await source.line()).toString(), '')
    assert.equal((await source.run(3)).toString(), 'abc')
    assert.equal(source.buffered, 0)
    await say
    assert.equal(heard(), said)
  }
})

test('what comes together is taken together, up to a limit, and what comes later is not waited for', async (t) => {
  const { near, far, source, heard } = await connection(t)
  const said = Buffer.alloc(200_000, 'abcdefg')
  far.write(said)
  while (near.bytesRead === 0) await once(near, 'readable')
  let [taken, pieces] = ['', 0]
  for (; taken.length < said.length; pieces++) {
    const octets = await source.plenty(60_000)
    assert.ok(octets.length > 0 && octets.length <= 60_000)
    taken += octets.toString()
  }
  assert.equal(taken, said.toString())
  assert.ok(pieces >= 4)
  far.write('x')
  assert.equal((await source.plenty(60_000)).toString(), 'x')
  far.end('12345678\r\nrest')
  assert.equal((await source.line()).toString(), '12345678')
  assert.equal((await source.plenty(4)).toString(), 'rest')
  await assert.rejects(source.plenty(4), { message: 'hung up' })
  assert.equal(heard().length, said.length + 15)
})

test('a line may be as long as the limit and no longer, ended or not', async (t) => {
  const { far, source } = await connection(t)
  far.write('12345678\r\n')
  assert.equal((await source.line()).length, 8)
  far.write('123456789\r\n')
  await assert.rejects(source.line(), { message: 'not understood: a line without end' })
  const endless = await connection(t)
  endless.far.write('1234567890')
  await assert.rejects(endless.source.line(), { message: 'not understood: a line without end' })
})

test('where the other side hangs up in the middle, or the socket goes, whoever reads is told', async (t) => {
  const ended = await connection(t)
  ended.far.end('abc')
  await assert.rejects(ended.source.line(), { message: 'hung up' })
  const destroyed = await connection(t)
  const reading = destroyed.source.line()
  destroyed.near.destroy()
  await assert.rejects(reading, { message: 'hung up' })
  await assert.rejects(destroyed.source.line(), { message: 'hung up' })
  const failed = await connection(t)
  failed.near.destroy(new Error('its own'))
  await assert.rejects(failed.source.line(), { message: 'its own' })
})

test('a socket is left to TLS only where nothing has come behind what was read', async (t) => {
  const { near, far, source } = await connection(t)
  far.write('OK\r\n')
  await source.line()
  source.release()
  far.write('more')
  await once(near, 'readable')
  assert.equal((near.read() as Buffer).toString(), 'more', 'the source takes no more')
  const early = await connection(t)
  early.far.write('OK\r\nmore')
  await early.source.line()
  assert.throws(() => early.source.release(), { message: /not understood/ })
})
