import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MessageDigest } from './digest.ts'
import { MessageDigester } from './message-digester.ts'
import { DEPTH_LIMIT, HEADER_LIMIT, PART_HEADER_LIMIT, PARTS_LIMIT } from './structure/limits.ts'

function digest(...pieces: readonly (string | Uint8Array)[]): MessageDigest {
  const digester = new MessageDigester()
  for (const piece of pieces) digester.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)
  return digester.end()
}

test('a header block at the limit is kept whole, one octet more is cut, and the body is found behind both', () => {
  for (const excess of [0, 1, 3 * HEADER_LIMIT]) {
    const first = 'Subject: here\r\nX-Filler: '
    const filler = 'x'.repeat(HEADER_LIMIT - first.length - 4 + excess)
    const { header, parts, keys } = digest(first, filler, '\r\n\r\nbody')
    assert.equal(header.length, HEADER_LIMIT)
    assert.equal(keys.subject, 'here')
    assert.deepEqual([parts[0]?.bodyStart, parts[0]?.bodyEnd], [HEADER_LIMIT + excess, HEADER_LIMIT + excess + 4])
  }
})

test('fields of a part behind its header limit are not read', () => {
  const filler = `X-Filler: ${'x'.repeat(PART_HEADER_LIMIT)}\r\n`
  const { parts } = digest('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n', filler, 'Content-Type: image/png\r\n\r\nx\r\n--b--')
  assert.equal(parts[1]?.mediaType, 'text/plain')
})

test(`parts nest ${DEPTH_LIMIT} deep; the next is an opaque leaf`, () => {
  const nested = (levels: number): string => Array.from({ length: levels }, (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`).join('')
  const atLimit = digest(nested(DEPTH_LIMIT - 1), '\r\ndeep').parts
  assert.equal(atLimit.length, DEPTH_LIMIT)
  assert.equal(atLimit.at(-1)?.mediaType, 'text/plain')
  const beyond = digest(nested(DEPTH_LIMIT + 50), '\r\ndeep').parts
  assert.equal(beyond.length, DEPTH_LIMIT)
  assert.equal(beyond.at(-1)?.mediaType, 'application/octet-stream')
})

test('messages nest as deep', () => {
  const { parts } = digest('Content-Type: message/rfc822\r\n\r\n'.repeat(500))
  assert.equal(parts.length, DEPTH_LIMIT)
})

test(`${PARTS_LIMIT} parts; the last takes in what follows`, () => {
  const part = '--b\r\n\r\nx\r\n'
  const head = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'
  assert.equal(digest(head, part.repeat(PARTS_LIMIT - 1), '--b--').parts.length, PARTS_LIMIT)
  const { parts, size } = digest(head, part.repeat(PARTS_LIMIT + 100), '--b--')
  assert.equal(parts.length, PARTS_LIMIT)
  assert.equal(parts.at(-1)?.bodyEnd, size)
})

test('long parameters of many parts end the splitting before the structure grows without bound', () => {
  const part = `--b\r\nContent-Type: x/y; name="${'n'.repeat(60_000)}"\r\n\r\nx\r\n`
  const { bodyStructure, parts } = digest('Content-Type: multipart/mixed; boundary=b\r\n\r\n', ...Array.from({ length: 500 }, () => part))
  assert.ok(bodyStructure.length < 5 * 1024 * 1024)
  assert.ok(parts.length > 50 && parts.length < 100)
})

test('a list of a hundred thousand addresses is cut', () => {
  const { envelope } = digest(`From: ${'a@b,'.repeat(100_000)}\r\n\r\n`)
  assert.ok(envelope.length < 1024 * 1024)
})

test('a delimiter candidate without an end is given up', () => {
  const { parts } = digest('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b', 'x'.repeat(100_000), '\r\n--b\r\n\r\nfound')
  assert.deepEqual(parts.map(({ section }) => section), ['', '1'])
})
