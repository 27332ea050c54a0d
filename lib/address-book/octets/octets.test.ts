import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { collected, streamed } from '#lib/testing/contacts/arbitrary-card.ts'
import { inCharset } from './in-charset.ts'
import { octetLines } from './octet-lines.ts'
import type { OctetLine } from './octet-lines.ts'
import { unfoldLines } from './unfold-lines.ts'
import type { Folding } from './unfold-lines.ts'
import { utf8Octets } from './utf8-octets.ts'

async function lines(text: string, { size = 3, limit = 1000 }: { readonly size?: number; readonly limit?: number } = {}): Promise<OctetLine[]> {
  return (await collected(octetLines(streamed(Buffer.from(text), size), limit))).flat()
}

async function unfolded(text: string, folding: Folding, limit = 1000): Promise<string[]> {
  const batches = unfoldLines(octetLines(streamed(Buffer.from(text), 2), limit), folding, limit)
  return (await collected(batches)).flat().map(({ number, octets, cut }) => `${number} ${Buffer.from(octets).toString()}${cut ? ' cut' : ''}`)
}

async function textOf(octets: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await collected(octets)).toString()
}

test('lines end at CRLF, LF or CR, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('a', '', 'bc', '\r\n', '\n', '\r', 'ü')), fc.integer({ min: 1, max: 9 }), async (pieces, size) => {
      const text = pieces.join('')
      const expected = text.split(/\r\n|\r|\n/)
      if (expected.at(-1) === '') expected.pop()
      const found = await lines(text, { size })
      assert.deepEqual(found.map(({ octets }) => Buffer.from(octets).toString()), expected)
      assert.deepEqual(found.map(({ number }) => number), expected.map((_, at) => at + 1))
    }),
  )
})

test('a line at the limit is whole, one octet more is cut', async () => {
  assert.deepEqual((await lines(`${'a'.repeat(5)}\n${'b'.repeat(6)}\nc`, { limit: 5 })).map(({ octets, cut }) => [Buffer.from(octets).toString(), cut]), [['aaaaa', false], ['bbbbb', true], ['c', false]])
})

test('folded lines are put together by the rules of their format', async () => {
  const vcard: Folding = { by: 'space or tab', joint: 'nothing', vcard: true }
  assert.deepEqual(await unfolded('a\n  b\n\tc\nd\n\n e\n', vcard), ['1 a bc', '4 d', '5 ', '6  e'])
  assert.deepEqual(await unfolded('X;ENCODING=QUOTED-PRINTABLE:a=\nb=\n c\nEND:VCARD\n x\n', vcard), ['1 X;ENCODING=QUOTED-PRINTABLE:ab c', '4 END:VCARD', '5  x'])
  assert.deepEqual(await unfolded('X;QUOTED-PRINTABLE:a=\nEND:VCARD\n', vcard), ['1 X;QUOTED-PRINTABLE:a=', '2 END:VCARD'])
  assert.deepEqual(await unfolded('X:a=\nb\n', vcard), ['1 X:a=', '2 b'])
  assert.deepEqual(await unfolded('a\n   b\n\tc\n', { by: 'space', joint: 'blank', vcard: false }), ['1 a b', '3 \tc'])
  assert.deepEqual(await unfolded('abc\n def\n ghi\nx\n', { by: 'space', joint: 'nothing', vcard: false }, 6), ['1 abcde cut', '4 x'])
})

test('UTF-16 becomes UTF-8 however it is cut; a mark goes, and one inside stays', async () => {
  const text = 'BEGIN 😀 \ufeff'
  for (const size of [1, 2, 3, 5, 100]) {
    for (const octets of [Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), Buffer.from(text, 'utf16le')]) assert.equal(await textOf(utf8Octets(streamed(octets, size))), text)
  }
  assert.equal(await textOf(utf8Octets(streamed(Buffer.from('ab')))), 'ab')
})

test('a person may say which charset a file has', async () => {
  assert.equal(await textOf(inCharset(streamed(Buffer.from([0x93, 0xfa, 0x96, 0x7b]), 1), 'shift_jis')), '日本')
})
