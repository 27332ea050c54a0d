import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allValues, fieldReader, parseHeader } from './header.ts'

const block = (text: string): Buffer => Buffer.from(text, 'latin1')

/** Pieces of which a header block and what looks like one is made. */
const PIECES = ['To', 'tO', 'X-To', 'To ', 'To\t ', ':', ': ', ':a b', '\r\n', '\n', '\r', ' folded', '\tfolded', '\0', '\xa0', '\xe4', '>From x', 'a.b', 'a+b', '=?utf-8?q?x?=', '']

test('the reader of one field finds what parsing all of them does', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }), fc.constantFrom('to', 'x-to', 'a.b', 'a+b', 'a', 'from', 'to:', 'x y', ''), (pieces, name) => {
      const header = block(pieces.join(''))
      assert.deepEqual(fieldReader(name)(header), allValues(parseHeader(header), name))
    }),
    { numRuns: 3000 },
  )
})

test('a byte order mark before the first field is none of it', () => {
  const header = Buffer.from('\ufeffSubject: x\r\nFrom: y\r\n\r\n')
  assert.deepEqual(parseHeader(header).map(({ name, value, start }) => [name, value, start]), [['subject', 'x', 3], ['from', 'y', 15]])
  assert.deepEqual(fieldReader('subject')(header), ['x'])
})

test('it keeps to the limits of parsing', () => {
  const headers = [`To${' '.repeat(1021)}: x\r\n`, `To${' '.repeat(1022)}: x\r\n`, `To: ${'x'.repeat(300_000)}\r\n`, 'A:\n'.repeat(10_000) + 'To: beyond\r\n', 'To:\n'.repeat(9) + 'A:\n'.repeat(3000)]
  const counts = headers.map((header) => {
    const found = fieldReader('to')(block(header))
    assert.deepEqual(found, allValues(parseHeader(block(header)), 'to'))
    return found.length
  })
  assert.deepEqual(counts, [1, 0, 1, 0, 9])
})
