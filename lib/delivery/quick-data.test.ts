import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import type { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { SMTPStream } from 'smtp-server/lib/smtp-stream.js'
import { quickReader, QuickServer, type DataReader } from './quick-data.ts'

interface Parser extends DataReader {
  oncommand: (command: Buffer, done: () => void) => void
  dataBytes: number
  startDataMode(): PassThrough
  continue(): void
  write(piece: Buffer, done: () => void): boolean
}

const make = (): Parser => new SMTPStream() as unknown as Parser

/** The message, the commands behind it, and the octets that the reader counted. */
async function through(reader: Parser, pieces: readonly Buffer[]): Promise<readonly unknown[]> {
  const commands: string[] = []
  const content: Buffer[] = []
  reader.oncommand = (command, done) => {
    commands.push(command.toString('latin1'))
    done()
  }
  const stream = reader.startDataMode()
  stream.on('data', (octets: Buffer) => content.push(octets))
  stream.on('end', () => reader.continue())
  for (const piece of pieces) await new Promise<void>((resolve) => void reader.write(piece, resolve))
  await new Promise(setImmediate)
  return [Buffer.concat(content).toString('latin1'), commands, reader.dataBytes]
}

const line = 'x'.repeat(300)
const marks = fc.constantFrom('.', '..', '\r', '\n', '\r\n', '\n.', '\r.', '\r\n.', '\r\n..', '\r\n.\r\n', '\n.\n', '.\r\n', 'a', line, `${line}\r\n`, `\r\n${line}`)

test('every message ends where the library ends it, octet for octet, however it is cut', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(marks, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 }), async (cut) => {
    const pieces = [...cut.map((parts) => Buffer.from(parts.join(''))), Buffer.from('\r\n.\r\nNOOP\r\n')]
    assert.deepEqual(await through(quickReader(make()), pieces), await through(make(), pieces))
  }), { numRuns: 2000 })
})

test('what holds no line that begins with a dot is not copied', async () => {
  const reader = quickReader(make())
  const content: Buffer[] = []
  const stream = reader.startDataMode()
  stream.on('data', (octets: Buffer) => content.push(octets))
  const pieces = [Buffer.from('Subject: x\r\n'), Buffer.alloc(60_000, 'text in a line\r\n'), Buffer.alloc(60_000, 'another line of text\r\n')]
  for (const piece of pieces) await new Promise<void>((resolve) => void reader.write(piece, resolve))
  await new Promise(setImmediate)
  const memory = new Set(content.map(({ buffer }) => buffer))
  for (const piece of pieces.slice(1)) assert.ok(memory.has(piece.buffer))
})

test('a message that nobody reads any more lets its client go on', async () => {
  const reader = quickReader(make())
  const stream = reader.startDataMode()
  await new Promise<void>((resolve) => void reader.write(Buffer.from('Subject: x\r\n'), resolve))
  const waiting = new Promise<void>((resolve) => void reader.write(Buffer.alloc(200_000, 'text in a line\r\n'), resolve))
  stream.destroy()
  await waiting
})

test('connections read by it, behind STARTTLS too', async () => {
  const server = new QuickServer({ logger: false, disabledCommands: ['AUTH'] })
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const client = connect((listening.address() as AddressInfo).port, '127.0.0.1')
  await once(client, 'data')
  const [connection] = [...server.connections] as unknown as readonly { readonly _parser: object; _createParser(): object }[]
  assert.ok(connection)
  for (const reader of [connection._parser, connection._createParser()]) assert.ok(Object.hasOwn(reader, '_feedDataStream'))
  client.destroy()
  await new Promise<void>((resolve) => server.close(() => resolve()))
})
