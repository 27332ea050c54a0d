import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalLines } from './canonical-lines.ts'

async function* pieces(parts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part, 'latin1')
}

async function canonical(parts: readonly string[]): Promise<string> {
  const out: Uint8Array[] = []
  for await (const chunk of canonicalLines(pieces(parts))) out.push(chunk)
  return Buffer.concat(out).toString('latin1')
}

test('every line end becomes CRLF, however the octets were cut', async () => {
  const parts = fc.array(fc.string({ unit: fc.constantFrom('\r', '\n', '\r\n', 'a', '.', '\0'), maxLength: 8 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(parts, async (given) => {
      assert.equal(await canonical(given), given.join('').replace(/\r\n|\r|\n/g, '\r\n'))
    }),
  )
})

test('an end of data hidden behind a bare line feed is one line of text among others', async () => {
  assert.equal(await canonical(['a\n.\r', '\nMAIL FROM', ':<x>\r.\r']), 'a\r\n.\r\nMAIL FROM:<x>\r\n.\r\n')
})
