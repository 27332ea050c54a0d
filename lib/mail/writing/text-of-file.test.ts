import assert from 'node:assert/strict'
import { test } from 'node:test'
import { textBelow, textOfFile } from './text-of-file.ts'

const octets = (text: string, encoding: BufferEncoding): Uint8Array => new Uint8Array(Buffer.from(text, encoding))

test('a file is read in the character set that its octets show, and its lines end with LF', () => {
  assert.equal(textOfFile(octets('Grüße\r\naus\rUlm\n', 'utf8')), 'Grüße\naus\nUlm\n')
  assert.equal(textOfFile(octets('\ufeffGrüße', 'utf8')), 'Grüße')
  assert.equal(textOfFile(octets('Grüße', 'latin1')), 'Grüße')
  assert.equal(textOfFile(new Uint8Array([0x80, 0x20, 0x31])), '€ 1')
  assert.equal(textOfFile(octets('\ufeffGrüße\r\n', 'utf16le')), 'Grüße\n')
  assert.equal(textOfFile(new Uint8Array([0xfe, 0xff, 0, 0x41, 0x20, 0xac])), 'A€')
  assert.equal(textOfFile(new Uint8Array()), '')
})

test('what holds a NUL is no text', () => {
  assert.equal(textOfFile(octets('PK\u0003\u0004\0', 'latin1')), undefined)
  assert.equal(textOfFile(octets('\ufeffa\0b', 'utf16le')), undefined)
})

test('text goes below what was typed, on a line of its own', () => {
  assert.deepEqual([textBelow('', 'x'), textBelow('a', 'x'), textBelow('a\n', 'x'), textBelow('a\r\n', 'x')], ['x', 'a\nx', 'a\nx', 'a\r\nx'])
})
