import assert from 'node:assert/strict'
import { PassThrough, Writable } from 'node:stream'
import { once } from 'node:events'
import { test } from 'node:test'
import { createInflateRaw } from 'node:zlib'
import { DeflatedOutput } from './deflated-output.ts'

test('what comes out is one DEFLATE stream, whatever the batches', async () => {
  const below = new PassThrough()
  const out = new DeflatedOutput(below)
  const inflate = below.pipe(createInflateRaw())
  let heard = ''
  inflate.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')))
  const batches = ['* OK\r\n', 'x'.repeat(65_536), '', Array.from({ length: 5000 }, (_, index) => `* ${index} FETCH (UID ${index})\r\n`).join(''), '\xff\x00', 'a OK\r\n']
  for (const batch of batches) {
    out.cork()
    for (let at = 0; at < batch.length; at += 10_000) out.write(batch.slice(at, at + 10_000), 'latin1')
    out.uncork()
    // Each batch is heard without the next one.
    while (heard.length < batches.slice(0, batches.indexOf(batch) + 1).join('').length) await once(inflate, 'data')
  }
  assert.equal(heard, batches.join(''))
})

test('a peer that takes nothing holds the writer back', async () => {
  let taken = 0
  const below = new Writable({ highWaterMark: 10, write: () => taken++ })
  const out = new DeflatedOutput(below)
  for (let round = 0; round < 20; round++) out.write(Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919 * (round + 1)) & 255)))
  assert.equal(out.writableNeedDrain, true)
  await new Promise((resolve) => setImmediate(resolve))
  assert.ok(taken <= 1)
  below.destroy()
  await once(out, 'close')
})
