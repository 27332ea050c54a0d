import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { FatalProtocolError } from './problems.ts'
import { ResponseWriter } from './response-writer.ts'

class SlowPeer extends Writable {
  readonly writes: Buffer[] = []
  #pending: (() => void) | undefined

  constructor() {
    super({ highWaterMark: 1024 })
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.writes.push(Buffer.concat(chunks.map(({ chunk }) => chunk)))
    this.#pending = done
  }

  /** Takes what was written. */
  drain(): void {
    const done = this.#pending
    this.#pending = undefined
    done?.()
  }
}

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

test('small replies go out in one write, octets unchanged', async () => {
  const peer = new SlowPeer()
  const out = new ResponseWriter(peer)
  await out.untagged('1 EXISTS')
  await out.write('* 1 FETCH (BODY[] ')
  await out.literal(5, chunks('he', 'llo'))
  await out.write(')\r\n')
  await out.write('a OK \xff\r\n')
  assert.equal(peer.writes.length, 0)
  await out.flush()
  assert.deepEqual(peer.writes.map((octets) => octets.toString('latin1')), ['* 1 EXISTS\r\n* 1 FETCH (BODY[] {5}\r\nhello)\r\na OK \xff\r\n'])
  assert.equal(out.sent, peer.writes[0]?.length)
})

test('others have their turn in the middle of a long reply, also where its client takes all at once', async () => {
  const out = new ResponseWriter(new Writable({ highWaterMark: 1e9, write: (_chunk, _encoding, done: () => void) => done() }))
  let turns = 0
  let waiting = setImmediate(function others() {
    turns++
    waiting = setImmediate(others)
  })
  for (let line = 0; line < 50_000; line++) await out.untagged(`${line} FETCH (FLAGS ())`)
  clearImmediate(waiting)
  assert.ok(turns >= 15, `${turns} turns`)
  const before = turns
  await out.untagged('short')
  await out.flush()
  assert.equal(turns, before, 'a short one waits for nobody')
})

test('a slow client stops the source of its literal', async () => {
  const peer = new SlowPeer()
  const out = new ResponseWriter(peer)
  let read = 0
  async function* content(): AsyncGenerator<Uint8Array> {
    for (; read < 100; read++) yield Buffer.alloc(32 * 1024)
  }
  const sent = out.literal(100 * 32 * 1024, content())
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
  assert.ok(read < 5, `${read} chunks were read ahead`)
  for (let turn = 0; turn < 200; turn++) {
    peer.drain()
    await new Promise(setImmediate)
  }
  await sent
  assert.equal(read, 100)
})

test('content that is shorter or longer than announced ends the connection', async () => {
  for (const size of [4, 6]) await assert.rejects(new ResponseWriter(new SlowPeer()).literal(size, chunks('hello')), FatalProtocolError)
})

test('content that cannot be read ends the connection', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('he')
    throw new Error('disk')
  }
  await assert.rejects(new ResponseWriter(new SlowPeer()).literal(5, broken()), FatalProtocolError)
})

test('a client that has gone wakes who waits for it', async () => {
  const peer = new SlowPeer()
  const out = new ResponseWriter(peer)
  const written = out.write('x'.repeat(100_000))
  peer.destroy()
  await assert.rejects(written, FatalProtocolError)
  await out.write('more')
  await assert.rejects(out.flush(), FatalProtocolError)
})
