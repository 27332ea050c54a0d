import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { collected, streamed } from '#lib/testing/contacts/arbitrary-card.ts'
import type { ReadLimits, ReadResult } from '../read-result.ts'
import { readVcards } from './read-vcards.ts'

async function read(text: string | Uint8Array, limits?: ReadLimits): Promise<ReadResult[]> {
  return collected(readVcards(streamed(Buffer.from(text), 1000), limits))
}

/** What happened at which line: a name that was read or the problem. */
function told(results: readonly ReadResult[]): string[] {
  return results.map((result) => `${result.line} ${result.card ? `read ${result.card.properties.map(({ values }) => String(values[0])).join(' ')}` : result.problem}`)
}

test('a card that never ends is told, and the next one read', async () => {
  assert.deepEqual(told(await read('BEGIN:VCARD\nVERSION:4.0\nFN:A\nBEGIN:VCARD\nVERSION:4.0\nFN:B\nEND:VCARD\nBEGIN:VCARD\nFN:C\n')), ['1 unclosed', '4 read B', '8 unclosed'])
})

test('what stands outside of cards is told once a run', async () => {
  assert.deepEqual(told(await read('hello\nworld\n\nBEGIN:VCARD\nFN:A\nEND:VCARD\n\nEND:VCARD\nx\n')), ['1 outside', '4 read A', '8 outside'])
})

test('files that were put together with their byte order marks', async () => {
  const card = '\ufeffBEGIN:VCARD\r\nFN:A\r\nEND:VCARD\r\n'
  assert.deepEqual(told(await read(card + card)), ['1 read A', '4 read A'])
})

test('an empty file holds nothing, an empty card is told', async () => {
  assert.deepEqual(told(await read('')), [])
  assert.deepEqual(told(await read('\ufeff')), [])
  assert.deepEqual(told(await read('BEGIN:VCARD\nVERSION:3.0\nEND:VCARD')), ['1 empty'])
})

test('any end of line will do, NULs go, an odd line is told by its number', async () => {
  assert.deepEqual(told(await read('BEGIN:VCARD\rVERSION:3.0\rFN:A\rEND:VCARD\rBEGIN:VCARD\rFN:B\rEND:VCARD')), ['1 read A', '5 read B'])
  const [result] = await read('BEGIN:VCARD\nVERSION:3.0\nFN:A\0B\nGARBAGE\n\n folded on\nEND:VCARD\n')
  assert.deepEqual(result?.card && result.remarks, [{ line: 3, problem: 'control-characters', excerpt: 'FN:AB' }, { line: 4, problem: 'unreadable', excerpt: 'GARBAGE' }, { line: 6, problem: 'unreadable', excerpt: 'folded on' }])
})

test('encodings: a byte order mark, UTF-16, and windows-1252 as a guess that is told', async () => {
  const text = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jörg 😀\r\nEND:VCARD\r\n'
  const swapped = Buffer.from(`\ufeff${text}`, 'utf16le').swap16()
  for (const octets of [Buffer.from(`\ufeff${text}`), Buffer.from(`\ufeff${text}`, 'utf16le'), swapped, Buffer.from(text, 'utf16le'), swapped.subarray(2)]) assert.deepEqual(told(await read(octets)), ['1 read Jörg 😀'])
  const [guessed] = await read(Buffer.from('BEGIN:VCARD\nFN:J\xf6rg \x80\nEND:VCARD', 'latin1'))
  assert.deepEqual([guessed?.card?.properties[0]?.values[0], guessed?.card && guessed.remarks[0]?.problem], ['Jörg €', 'encoding-guessed'])
  const lone = Buffer.concat([Buffer.from('\ufeffBEGIN:VCARD\nFN:A', 'utf16le'), Buffer.from([0x00, 0xd8]), Buffer.from('\nEND:VCARD', 'utf16le')])
  assert.deepEqual(told(await read(lone)), ['1 read A\ufffd'])
})

test('a character that a fold cut in two is whole', async () => {
  const octets = Buffer.concat([Buffer.from('BEGIN:VCARD\r\nFN:J'), Buffer.from([0xc3]), Buffer.from('\r\n '), Buffer.from([0xb6]), Buffer.from('rg\r\nEND:VCARD\r\n')])
  assert.deepEqual(told(await read(octets)), ['1 read Jörg'])
})

test('a card at the limit is read, one octet more is told, and so is what follows', async () => {
  const limits = { recordOctets: 1000, properties: 20 }
  const card = (note: number) => `BEGIN:VCARD\r\nFN:A\r\nNOTE:${'x'.repeat(note)}\r\nEND:VCARD\r\n`
  const room = 1000 - 'FN:A\r\nNOTE:\r\n'.length
  assert.deepEqual((await read(card(room) + card(room + 1) + card(1), limits)).map(({ card: read, line }) => [line, read !== undefined]), [[1, true], [5, false], [9, true]])
  assert.deepEqual(told(await read(`BEGIN:VCARD\nFN:A\n${'X:1\n'.repeat(30)}END:VCARD\n`, limits)), ['1 too-large'])
  assert.deepEqual(told(await read(`BEGIN:VCARD\nFN:A\nNOTE:\n${' \n'.repeat(2000)}END:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n`, limits)), ['1 too-large', '2005 read B'])
})

test('ten megabytes in one line, and a million folds', async () => {
  const next = 'BEGIN:VCARD\nFN:B\nEND:VCARD\n'
  assert.deepEqual(told(await read(`BEGIN:VCARD\nFN:A\nNOTE:${'x'.repeat(10e6)}\nEND:VCARD\n${next}`)), ['1 too-large', '5 read B'])
  assert.deepEqual(told(await read(`BEGIN:VCARD\nFN:A\nNOTE:\n${' a\n'.repeat(1e6)}END:VCARD\n${next}`)), ['1 too-large', '1000005 read B'])
  assert.deepEqual(told(await read(`${'y'.repeat(10e6)}\n${next}`)).slice(1), ['2 read B'])
})

test('a card inside AGENT is told and the outer one read', async () => {
  const [result] = await read('BEGIN:VCARD\nVERSION:2.1\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:Inner\nEND:VCARD\nNOTE:b\nEND:VCARD\n')
  assert.deepEqual(result?.card?.properties.map(({ name }) => name), ['fn', 'note'])
  assert.deepEqual(result?.card && result.remarks.map(({ line, problem }) => [line, problem]), [[5, 'nested']])
})

test('parameters with names of the language are only names', async () => {
  const [result] = await read('BEGIN:VCARD\nVERSION:4.0\nFN;__proto__=a;constructor=b:A\nEND:VCARD\n')
  const parameters = result?.card?.properties[0]?.parameters
  assert.deepEqual(parameters && Object.entries(parameters), [['__proto__', ['a']], ['constructor', ['b']]])
})

test('whatever the input, each BEGIN is read or told', async () => {
  const piece = fc.constantFrom('BEGIN:VCARD\n', 'END:VCARD\n', 'VERSION:2.1\r\n', 'VERSION:4.0\n', 'FN:A\n', ' fold\n', '\n', '\r', 'AGENT:x\n', 'N;X=";:\n', 'NOTE;ENCODING=QUOTED-PRINTABLE:a=\n', 'PHOTO;ENCODING=b:####\n', 'A:\0\n', 'TEL;A;B;C\n', '\xe9\xfe\n', 'ADR:;;,\\;\n')
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), async (pieces, size) => {
      const text = pieces.join('')
      const results = await collected(readVcards(streamed(Buffer.from(text, 'latin1'), size)))
      const begins = results.filter((result) => result.card !== undefined || result.problem !== 'outside')
      const lines = text.split(/\r\n|\r|\n/)
      assert.equal(begins.length, lines.filter((line) => line === 'BEGIN:VCARD').length)
    }),
    { numRuns: 500 },
  )
})

test('whatever octets, reading ends and does not throw', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 50 }), async (octets, size) => void (await collected(readVcards(streamed(octets, size))))))
})
