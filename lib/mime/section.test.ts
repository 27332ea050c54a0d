import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MessageDigester } from './message-digester.ts'
import { locateSection, selectHeaderFields } from './section.ts'

const crlf = (...lines: string[]): string => lines.join('\r\n')

function fetch(message: string, section: string): string | undefined {
  const digester = new MessageDigester()
  digester.write(Buffer.from(message, 'latin1'))
  const extent = locateSection(digester.end().parts, section)
  return extent && message.slice(extent.start, extent.end)
}

const INNER = crlf('Subject: inner', 'Content-Type: multipart/alternative; boundary=i', '', '--i', 'X-Part: one', '', 'plain', '--i', '', 'second', '--i--')
const SINGLE = crlf('Subject: single', '', 'only text')
const MESSAGE = crlf('Subject: outer', 'Content-Type: multipart/mixed; boundary=o', '', '--o', 'X-Part: first', '', 'hello', '--o', 'Content-Type: message/rfc822', '', INNER, '--o', 'Content-Type: message/rfc822', '', SINGLE, '--o--', '')

const SECTIONS: readonly (readonly [string, string | undefined])[] = [
  ['', MESSAGE],
  ['HEADER', crlf('Subject: outer', 'Content-Type: multipart/mixed; boundary=o', '', '')],
  ['text', MESSAGE.slice(MESSAGE.indexOf('--o'))],
  ['1', 'hello'],
  ['1.MIME', crlf('X-Part: first', '', '')],
  ['1.1', undefined],
  ['1.HEADER', undefined],
  ['1.TEXT', undefined],
  ['2', INNER],
  ['2.HEADER', crlf('Subject: inner', 'Content-Type: multipart/alternative; boundary=i', '', '')],
  ['2.TEXT', INNER.slice(INNER.indexOf('--i'))],
  ['2.MIME', crlf('Content-Type: message/rfc822', '', '')],
  ['2.1', 'plain'],
  ['2.1.MIME', crlf('X-Part: one', '', '')],
  ['2.2', 'second'],
  ['2.2.mime', '\r\n'],
  ['2.3', undefined],
  ['3', SINGLE],
  ['3.1', 'only text'],
  ['3.TEXT', 'only text'],
  ['3.HEADER', crlf('Subject: single', '', '')],
  ['3.1.1', undefined],
  ['4', undefined],
  ['0', undefined],
  ['MIME', undefined],
  ['1.', undefined],
  ['.1', undefined],
  ['2.TEXT.1', undefined],
  ['HEADER.FIELDS', undefined],
]
for (const [section, expected] of SECTIONS) {
  test(`RFC 9051 §6.4.5.1: section "${section}" of nested messages`, () => assert.equal(fetch(MESSAGE, section), expected))
}

test('part 1 of a message that is no multipart is its body', () => {
  assert.equal(fetch(SINGLE, '1'), 'only text')
  assert.equal(fetch(SINGLE, '1.MIME'), crlf('Subject: single', '', ''))
  assert.equal(fetch(SINGLE, '2'), undefined)
})

test('part 1 of a message that is a message is that message, and 1.1 its text', () => {
  const message = crlf('Content-Type: message/rfc822', '', SINGLE)
  assert.equal(fetch(message, '1'), SINGLE)
  assert.equal(fetch(message, '1.HEADER'), crlf('Subject: single', '', ''))
  assert.equal(fetch(message, '1.1'), 'only text')
})

const HEADER = Buffer.from(crlf('Received: a', '\tb', 'Subject: x', 'received: c', 'To : y', 'X-No-Colon', '', ''), 'latin1')
const select = (names: readonly string[], not = false, header: Uint8Array = HEADER): string => Buffer.from(selectHeaderFields(header, names, not)).toString('latin1')

test('fields are selected octet for octet, in any case, all of a name, with a blank line', () => {
  assert.equal(select(['RECEIVED', 'Nothing']), crlf('Received: a', '\tb', 'received: c', '', ''))
  assert.equal(select(['to']), crlf('To : y', '', ''))
  assert.equal(select(['none']), '\r\n')
  assert.equal(select([]), '\r\n')
})

test('and all others with not', () => {
  assert.equal(select(['received'], true), crlf('Subject: x', 'To : y', '', ''))
})

test('a header with line feeds alone, and one that was cut off', () => {
  assert.equal(select(['a'], false, Buffer.from('A: 1\nB: 2\n\n')), 'A: 1\n\n')
  assert.equal(select(['b'], false, Buffer.from('A: 1\r\nB: 2')), 'B: 2\r\n\r\n')
})
