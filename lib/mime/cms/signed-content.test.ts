import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { indefinite, signedData, writeElement } from '#lib/testing/signatures/write-signed-data.ts'
import { signedContent } from './signed-content.ts'

const TEXT = Buffer.from('Content-Type: text/plain\r\n\r\nSigned words.')
const pieces = (tag: number): Buffer => indefinite(tag, ...[TEXT.subarray(0, 10), TEXT.subarray(10)].map((piece) => writeElement(0x04, piece)))

test('content in one string, in pieces, and in forms whose length is not said before', () => {
  assert.deepEqual(signedContent(signedData(writeElement(0x04, TEXT))), TEXT)
  assert.deepEqual(signedContent(signedData(pieces(0x24))), TEXT)
  assert.deepEqual(signedContent(signedData(pieces(0x24), indefinite)), TEXT)
  const long = Buffer.alloc(100_000, 'x')
  assert.deepEqual(signedContent(signedData(writeElement(0x04, long))), long)
})

test('of octets that break off there is the beginning', () => {
  const whole = signedData(writeElement(0x04, TEXT))
  const at = whole.indexOf(TEXT)
  assert.deepEqual(signedContent(whole.subarray(0, at + 20)), TEXT.subarray(0, 20))
})

test('what is something else, or has its content elsewhere, has none', () => {
  assert.equal(signedContent(Buffer.from('no')), undefined)
  assert.equal(signedContent(signedData(Buffer.alloc(0))), undefined)
  const enveloped = signedData(writeElement(0x04, TEXT))
  enveloped[enveloped.indexOf(Buffer.from('2a864886f70d010702', 'hex')) + 8] = 3
  assert.equal(signedContent(enveloped), undefined)
})

test('no octets make it throw or hang', () => {
  const valid = signedData(pieces(0x24), indefinite)
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 6 }), (changes) => {
    const octets = Buffer.from(valid)
    for (const [at, octet] of changes) octets[at] = octet
    const content = signedContent(octets)
    assert.ok(content === undefined || content.length <= octets.length)
  }), { numRuns: 2000 })
  assert.ok((signedContent(signedData(Buffer.concat(Array.from({ length: 50_000 }, () => Buffer.from([0x24, 0x80]))))) ?? Buffer.alloc(0)).length < 10)
})
