import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TORTURES } from '#lib/testing/corpus/torture-messages.ts'
import { MessageDigester } from './message-digester.ts'
import { readEnvelope } from './envelope.ts'
import { PARTS_LIMIT, STRUCTURE_LIMIT } from './structure/limits.ts'
import { decodeTransferOctets } from './transfer-encoding.ts'

/* Nothing is measured here: what takes no bounded time does not end, and the runner says so. */

for (const [name, make] of Object.entries(TORTURES)) {
  test(`${name}: taken apart within its bounds`, { timeout: 60_000 }, () => {
    const octets = make()
    const digester = new MessageDigester()
    for (let at = 0; at < octets.length; at += 65_536) digester.write(octets.subarray(at, at + 65_536))
    const digest = digester.end()
    assert.equal(digest.size, octets.length)
    assert.ok(digest.parts.length >= 1 && digest.parts.length <= PARTS_LIMIT)
    assert.ok(digest.bodyStructure.length <= 2 * STRUCTURE_LIMIT)
    assert.ok(digest.preview.length <= 200)
    assert.ok(digest.parts.every(({ headerStart, bodyStart, bodyEnd }) => headerStart <= bodyStart && bodyStart <= bodyEnd && bodyEnd <= octets.length))
    const envelope = readEnvelope(digest.header)
    assert.ok(envelope.subject.length <= 2 * octets.length)
    for (const { bodyStart, bodyEnd, encoding } of digest.parts.slice(0, 3)) assert.ok(decodeTransferOctets(octets.subarray(bodyStart, bodyEnd), encoding).length <= octets.length)
  })
}
