import assert from 'node:assert/strict'
import { test } from 'node:test'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import DataStream from 'nodemailer/lib/smtp-connection/data-stream'
import type { Transform } from 'node:stream'
import { passQuickly, quickDots } from './quick-dots.ts'

/** What comes out, and how much the stream says went in and out. */
async function through(stream: Transform, chunks: readonly Buffer[]): Promise<readonly unknown[]> {
  const out: Buffer[] = []
  stream.on('data', (octets: Buffer) => out.push(octets))
  const ended = new Promise((resolve) => stream.once('end', resolve))
  for (const chunk of chunks) stream.write(chunk)
  stream.end()
  await ended
  const { inByteCount, outByteCount } = stream as unknown as { inByteCount: number; outByteCount: number }
  return [Buffer.concat(out).toString('latin1'), inByteCount, outByteCount]
}

const make = (): Transform => new (DataStream as unknown as new () => Transform)()

test('every message comes out octet for octet as the library writes it, however it is cut', async () => {
  const marks = ['a', '.', '..', '\r', '\n', '\r\n', '\r\n.', '\r\n..', '\n.', '\r.', '\r\n.\r\n', 'text\r\n', '']
  for (const first of marks) {
    for (const second of marks) {
      for (const third of marks) {
        const chunks = [first, second, third].map((text) => Buffer.from(text)).filter(({ length }) => length > 0)
        assert.deepEqual(await through(quickDots(make()), chunks), await through(make(), chunks), JSON.stringify([first, second, third]))
        const whole = [Buffer.concat(chunks)]
        assert.deepEqual(await through(quickDots(make()), whole), await through(make(), whole), JSON.stringify([first + second + third]))
      }
    }
  }
})

test('octets that need nothing are not copied, and not looked at one by one', async () => {
  const stream = make()
  let slow = 0
  const own = stream._transform.bind(stream)
  stream._transform = (...call) => {
    slow += 1
    own(...call)
  }
  const chunk = Buffer.from('a line of text\r\nand another\r\n')
  const out: unknown[] = []
  quickDots(stream).on('data', (octets) => out.push(octets))
  stream.write(chunk)
  await new Promise(setImmediate)
  assert.equal(slow, 0)
  assert.equal(out[0], chunk)
  stream.write(Buffer.from('.\r\n'))
  assert.equal(slow, 1)
})

test('the connection still writes messages by the stream that is made quick', () => {
  const connection = new SMTPConnection({})
  passQuickly(connection)
  // The library's own name for it: where that changes, this fails and not a message.
  const { _createSendStream: create } = Object.getPrototypeOf(connection) as { _createSendStream?: unknown }
  assert.equal(typeof create, 'function')
})
