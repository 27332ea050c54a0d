import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PartExtent } from '../digest.ts'
import { MessageDigester } from '../message-digester.ts'
import { decodeTransferOctets } from '../transfer-encoding.ts'

const CORPUS = `${import.meta.dirname}/../../testing/fixtures/corpus`

function partsOf(message: Uint8Array, chunkSize = Infinity): readonly PartExtent[] {
  const digester = new MessageDigester()
  for (let at = 0; at < message.length; at += chunkSize) digester.write(message.subarray(at, at + chunkSize))
  return digester.end().parts
}

const leaf = (part: PartExtent, parts: readonly PartExtent[]): boolean => !parts.some((other) => other !== part && other.headerStart >= part.bodyStart && other.bodyEnd <= part.bodyEnd && other.headerStart < part.bodyEnd)

/** What was counted is what decoding gives; answers how many parts were counted. */
function check(message: Buffer, chunkSize: number): number {
  const counted = partsOf(message, chunkSize).filter(({ decodedSize }) => decodedSize !== undefined)
  for (const { bodyStart, bodyEnd, encoding, decodedSize, hasNul, section } of counted) {
    const decoded = decodeTransferOctets(message.subarray(bodyStart, bodyEnd), encoding)
    assert.deepEqual([decodedSize, hasNul], [decoded.length, decoded.includes(0)], `section ${section} in pieces of ${chunkSize}`)
  }
  return counted.length
}

test('each leaf of real mail is counted, whole and in pieces', () => {
  let leaves = 0
  let counted = 0
  for (const entry of globSync(`${CORPUS}/**`, { withFileTypes: true }).filter((file) => file.isFile())) {
    const message = readFileSync(`${entry.parentPath}/${entry.name}`)
    const parts = partsOf(message)
    leaves += parts.filter((part) => leaf(part, parts)).length
    counted += check(message, Infinity)
    check(message, 7)
  }
  assert.ok(counted > 100 && counted >= leaves * 0.95, `${counted} of ${leaves}`)
})

test('delimiters, line breaks and long lines in any place', () => {
  const piece = fc.constantFrom('--b\r\n', '\r\n--b\r\n', '\n--b--\n', 'Content-Transfer-Encoding: base64\r\n\r\n', 'Content-Transfer-Encoding: quoted-printable\n\n', 'YWJj\r\n', '=\r\n', '=41 \r\n', '\0', `--${'x'.repeat(700)}`, '\r', '\n', '--', 'text ', '-')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), fc.integer({ min: 1, max: 40 }), (pieces, chunkSize) => {
      check(Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${pieces.join('')}`, 'latin1'), chunkSize)
    }),
    { numRuns: 2000 },
  )
})
