import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unzipSync } from 'fflate'
import type { StreamedPart } from '#lib/imap/operations/stream-parts.ts'
import { readBodyStructure } from '#lib/imap/reading/body-structure.ts'
import { zipParts } from './zip-attachments.ts'

const ROOT = readBodyStructure([])

function streamed(name: string, chunks: readonly Buffer[]): StreamedPart {
  assert.ok(ROOT)
  return {
    part: { ...ROOT, type: 'application', subtype: 'pdf', disposition: { type: 'attachment', parameters: { filename: name } } },
    content: async function* () {
      yield* chunks
    },
  }
}

test('each file is in the archive octet for octet, under a name that leaves no folder', async () => {
  const [first, second] = [Buffer.alloc(300_000, 'abc'), Buffer.from([0, 1, 2, 255])]
  const parts = [streamed('../../etc/Größe.pdf', [first.subarray(0, 100_000), first.subarray(100_000)]), streamed('größe.pdf', [second]), streamed('empty', [])]
  const files = unzipSync(Buffer.concat(await Array.fromAsync(zipParts(parts))))
  assert.deepEqual(Object.keys(files), ['Größe.pdf', 'größe (2).pdf', 'empty'])
  assert.deepEqual(Object.values(files).map((file) => Buffer.from(file)), [first, second, Buffer.alloc(0)])
})

test('nothing is read before the reader wants it, and nothing held behind it', async () => {
  let read = 0
  const endless: StreamedPart = {
    ...streamed('large.bin', []),
    content: async function* () {
      for (;;) {
        read++
        yield Buffer.alloc(64 * 1024)
      }
    },
  }
  const archive = zipParts([endless])
  for (let at = 0; at < 20; at++) await archive.next()
  assert.ok(read <= 20, `${read} pieces read for 20`)
  await archive.return(undefined)
})

test('a part that breaks off breaks the archive off', async () => {
  const broken: StreamedPart = {
    ...streamed('half.bin', []),
    content: async function* () {
      yield Buffer.from('half')
      throw new Error('connection lost')
    },
  }
  await assert.rejects(Array.fromAsync(zipParts([broken])), /connection lost/)
})
