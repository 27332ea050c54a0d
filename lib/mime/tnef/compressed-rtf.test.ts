import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readCompressedRtf } from './compressed-rtf.ts'

/** [MS-OXRTFCP] §3.1.1. */
const EXAMPLE = Buffer.from('2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0', 'hex')

test('the example of the specification', () => {
  assert.equal(readCompressedRtf(EXAMPLE)?.toString(), '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n')
})

test('what is not compressed is itself; what is neither is none', () => {
  const plain = Buffer.concat([Buffer.from('1a0000000e0000004d454c4100000000', 'hex'), Buffer.from('{\\rtf1 hello}x more')])
  assert.equal(readCompressedRtf(plain)?.toString(), '{\\rtf1 hello}x')
  assert.equal(readCompressedRtf(Buffer.alloc(40)), undefined)
  assert.equal(readCompressedRtf(Buffer.alloc(3)), undefined)
})

test('whatever stands in it, reading it ends, and it is no longer than it can be', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(0xffffffff), (octets, size) => {
    const head = Buffer.from(EXAMPLE.subarray(0, 16))
    head.writeUInt32LE(size, 4)
    const read = readCompressedRtf(Buffer.concat([head, octets]))
    assert.ok(read && read.length <= Math.min(size, 9 * octets.length))
  }))
})
