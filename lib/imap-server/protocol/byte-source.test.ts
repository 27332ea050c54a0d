import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { test } from 'node:test'
import { ByteSource } from './byte-source.ts'
import { FatalProtocolError } from './problems.ts'

/** A source that is fed in pieces, one at each turn. */
function fed(pieces: readonly string[], end = true): ByteSource {
  const stream = new PassThrough()
  const feed = (at: number): void => {
    if (at < pieces.length) {
      stream.write(Buffer.from(pieces[at]!, 'latin1'))
      setImmediate(() => feed(at + 1))
    } else if (end) stream.end()
  }
  feed(0)
  return new ByteSource(stream)
}

test('lines come without their end, whole or in pieces', async () => {
  const text = 'one\r\ntwo\n\r\nfour\r\n'
  for (const pieces of [[text], [...text], ['on', 'e\r', '\ntwo\n\r\nfo', 'ur\r\n']]) {
    const source = fed(pieces)
    for (const line of ['one', 'two', '', 'four', null]) assert.equal(await source.line(100), line)
    assert.equal(source.received, text.length)
  }
})

test('a line at the limit passes, one past it is fatal', async () => {
  for (const cut of [(text: string) => [text], (text: string) => [...text]]) {
    assert.equal((await fed(cut(`${'x'.repeat(20)}\r\n`)).line(20))?.length, 20)
    await assert.rejects(fed(cut(`${'x'.repeat(21)}\r\n`)).line(20), FatalProtocolError)
    await assert.rejects(fed(cut(`${'x'.repeat(21)}\n`)).line(20), FatalProtocolError)
    // Without any end in sight it is not read on and on.
    await assert.rejects(fed(cut('x'.repeat(22)), false).line(20), FatalProtocolError)
  }
})

test('octets of a literal are counted, not read as lines', async () => {
  const source = fed(['ab', 'c\r\nd', 'e\r\nnext\r\n'])
  let octets = ''
  while (octets.length < 7) octets += (await source.chunk(7 - octets.length))!.toString('latin1')
  assert.equal(octets, 'abc\r\nde')
  assert.equal(await source.line(10), '')
  assert.equal(await source.line(10), 'next')
  assert.equal(await source.chunk(10), null)
})

test('an end inside a line is the end', async () => {
  assert.equal(await fed(['half a line']).line(100), null)
})

test('what is buffered is known, and nothing is read after release', async () => {
  const stream = new PassThrough()
  const source = new ByteSource(stream)
  stream.write('STARTTLS\r\nNOOP\r\n')
  assert.equal(await source.line(100), 'STARTTLS')
  assert.equal(source.buffered, 6)
  source.release()
  stream.write('more')
  assert.equal(stream.readableLength, 4)
})

test('replies are flushed before every wait', async () => {
  const stream = new PassThrough()
  let flushed = 0
  const source = new ByteSource(stream, async () => {
    flushed++
    stream.write('answer\r\n')
  })
  assert.equal(await source.line(100), 'answer')
  assert.equal(flushed, 1)
})
