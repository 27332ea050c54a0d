import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Readable } from 'node:stream'
import type { Socket } from 'node:net'
import { Pop3Source } from './pop3-source.ts'

const sourceOf = (chunks: readonly Buffer[]): Pop3Source => new Pop3Source(Readable.from(chunks, { objectMode: true }) as unknown as Socket)

async function messageOf(octets: string, size: number): Promise<{ readonly message: string; readonly next: string }> {
  const all = Buffer.from(octets, 'latin1')
  const source = sourceOf(Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.subarray(at * size, (at + 1) * size)))
  let message = ''
  for await (const piece of source.message()) message += piece.toString('latin1')
  return { message, next: await source.line() }
}

test('a message is what it was before its dots were doubled, however it arrives', async () => {
  for (const [sent, message] of [
    ['a\r\n..b\r\n...\r\nc..\r\n.\r\n', 'a\r\n.b\r\n..\r\nc..\r\n'],
    ['.\r\n', ''],
    ['a\n..b\n.\n', 'a\r\n.b\r\n'],
    ['a\rb\0c\r\r\n.\r\n', 'abc\r\n'],
    ['..\r\n.\r\n', '.\r\n'],
  ] as const) {
    for (let size = 1; size <= sent.length + 3; size++) assert.deepEqual(await messageOf(`${sent}+OK\r\n`, size), { message, next: '+OK' }, `${JSON.stringify(sent)} by ${size}`)
  }
})

test('lines and lists without end are no POP3', async () => {
  await assert.rejects(sourceOf([Buffer.alloc(5000, 'x')]).line(), { failure: 'refused' })
  await assert.rejects(sourceOf([Buffer.from(`${'x'.repeat(4097)}\r\n`)]).line(), { failure: 'refused' })
  assert.equal((await sourceOf([Buffer.from(`${'x'.repeat(4096)}\r\n`)]).line()).length, 4096)
  await assert.rejects(sourceOf([Buffer.from('1 a\r\n'.repeat(4))]).list(3), { failure: 'refused' })
  assert.deepEqual(await sourceOf([Buffer.from('1 a\r\n2 b\r\n.\r\n')]).list(2), ['1 a', '2 b'])
  await assert.rejects(sourceOf([Buffer.from('1 a\r\n')]).list(3), { failure: 'server-unreachable' })
})
