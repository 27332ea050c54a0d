import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writeTnef } from '#lib/testing/parsing/write-tnef.ts'
import { FILES_LIMIT, unpackTnef } from './unpack-tnef.ts'

const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le')
const SAMPLE = writeTnef(
  [
    { title: 'LONGNA~1.PDF', content: Buffer.from('%PDF-1.4'), properties: [[0x3707, 0x1f, wide('Long name ü.pdf')], [0x370e, 0x1e, Buffer.from('Application/PDF\0')]] },
    { title: 'Gr\xf6\xdfe.txt', content: Buffer.from('hello') },
  ],
  [[0x1000, 0x1f, wide('The text.')], [0x1013, 0x102, Buffer.from('<p>The text.</p>')]],
)

test('files with their long names, types and content; the text of the message too', () => {
  assert.deepEqual(unpackTnef(SAMPLE)?.map(({ name, mediaType, content }) => [name, mediaType, Buffer.from(content).toString()]), [
    ['message.txt', 'text/plain', 'The text.'],
    ['message.html', 'text/html', '<p>The text.</p>'],
    ['Long name ü.pdf', 'application/pdf', '%PDF-1.4'],
    ['Größe.txt', 'application/octet-stream', 'hello'],
  ])
})

test('text that Outlook keeps as compressed RTF is a file, too', () => {
  const rtf = Buffer.from('2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0', 'hex')
  assert.deepEqual(unpackTnef(writeTnef([], [[0x1009, 0x102, rtf]]))?.map(({ name, mediaType, content }) => [name, mediaType, Buffer.from(content).toString()]), [['message.rtf', 'text/rtf', '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n']])
})

test('a message inside shows its files, five levels deep and no deeper', () => {
  let octets = writeTnef([{ title: 'deepest.txt', content: Buffer.from('x') }])
  const nest = (inner: Buffer): Buffer => writeTnef([{ title: 'inner', properties: [[0x3701, 0x0d, Buffer.concat([Buffer.alloc(16), inner])]] }])
  for (let level = 0; level < 5; level++) octets = nest(octets)
  assert.deepEqual(unpackTnef(octets)?.map(({ name }) => name), ['deepest.txt'])
  assert.deepEqual(unpackTnef(nest(octets))?.map(({ name }) => name), ['inner'])
})

test('what is no TNEF is none', () => {
  assert.equal(unpackTnef(Buffer.from('PK\x03\x04')), undefined)
  assert.equal(unpackTnef(Buffer.alloc(0)), undefined)
})

test('a length that lies, at whichever place the stream is cut, costs what is behind it and nothing else', () => {
  for (let end = 6; end < SAMPLE.length; end++) assert.ok(Array.isArray(unpackTnef(SAMPLE.subarray(0, end))), `${end}`)
  const endless = Buffer.from(SAMPLE)
  endless.writeUInt32LE(0xffffffff, 6 + 1 + 4)
  assert.deepEqual(unpackTnef(endless), [])
})

test('more files than anybody sends are not all shown', () => {
  const many = writeTnef(Array.from({ length: FILES_LIMIT + 200 }, (_, at) => ({ title: `${at}`, content: Buffer.from('x') })))
  assert.equal(unpackTnef(many)?.length, FILES_LIMIT)
})

test('whatever stands in it, reading it ends, and files are no longer than it is', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(SAMPLE.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 }), (changes) => {
      const octets = Buffer.from(SAMPLE)
      for (const [at, octet] of changes) octets[at] = octet
      for (const { content } of unpackTnef(octets) ?? []) assert.ok(content.length <= 3 * octets.length)
    }),
    { numRuns: 1000 },
  )
})
