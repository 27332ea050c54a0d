import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { base64Lines } from './base64-lines.ts'

async function encode(pieces: readonly Uint8Array[]): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of base64Lines((async function* () { yield* pieces })())) chunks.push(chunk)
  return Buffer.concat(chunks).toString('latin1')
}

const expected = (octets: Uint8Array): string => (Buffer.from(octets).toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')

test('lines of 76 characters with CRLF between them, at each length around the ends of lines', async () => {
  for (const length of [0, 1, 2, 3, 56, 57, 58, 59, 113, 114, 115, 171]) {
    const octets = Uint8Array.from({ length }, (_, at) => (at * 151) % 256)
    assert.equal(await encode([octets]), expected(octets), `${length} octets`)
  }
})

test('however the octets are cut into pieces, wherever these lie in memory', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), fc.nat(3), async (pieces, shift) => {
      const moved = pieces.map((piece) => Buffer.concat([Buffer.alloc(shift), piece]).subarray(shift))
      assert.equal(await encode(moved), expected(Buffer.concat(pieces)))
    }),
    { numRuns: 300 },
  )
})
