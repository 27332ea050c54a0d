import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import type { MessageDigest } from './digest.ts'
import { MessageDigester } from './message-digester.ts'

const CORPUS = `${import.meta.dirname}/../testing/fixtures/corpus`

function digest(message: string | Uint8Array, chunkSize = Infinity): MessageDigest {
  const octets = typeof message === 'string' ? Buffer.from(message, 'latin1') : message
  const digester = new MessageDigester()
  for (let at = 0; at < octets.length; at += chunkSize) digester.write(octets.subarray(at, at + chunkSize))
  return digester.end()
}

const crlf = (lines: readonly string[]): string => lines.join('\r\n')

/** The octets of each part's body, by section. */
function bodies(message: string): Record<string, string> {
  return Object.fromEntries(digest(message).parts.map(({ section, bodyStart, bodyEnd }) => [section, message.slice(bodyStart, bodyEnd)]))
}

const multipart = (boundary: string, ...lines: string[]): string => crlf([`Content-Type: multipart/mixed; boundary="${boundary}"`, '', ...lines])

test('a plain message has one part', () => {
  const message = crlf(['From: Ann <ann@example.test>', 'Subject: Tea', '', 'At four?', 'Yes', ''])
  const { size, body, bodyStructure, parts } = digest(message)
  assert.equal(size, message.length)
  assert.equal(body, '("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 15 2)')
  assert.equal(bodyStructure, '("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 15 2 NIL NIL NIL NIL)')
  assert.deepEqual(parts, [{ section: '', mediaType: 'text/plain', headerStart: 0, bodyStart: 46, bodyEnd: 61, encoding: '7bit', charset: 'us-ascii', decodedSize: 15, hasNul: false }])
})

test('RFC 9051 §7.5.2: a multipart with its parts, dispositions, languages and locations', () => {
  const message = crlf([
    'Content-Type: multipart/alternative; boundary=b1',
    'Content-Language: en, de',
    '',
    'preamble',
    '--b1',
    'Content-Type: TEXT/Plain; Charset=UTF-8; format=flowed',
    'Content-ID: <a@b>',
    'Content-Description: "first"',
    'Content-Transfer-Encoding: Quoted-Printable',
    '',
    'one',
    'two',
    '--b1',
    'Content-Type: application/pdf; name="a \\"b\\".pdf"',
    'Content-Disposition: attachment; filename=x.pdf; size=3',
    'Content-MD5: Q2hlY2s=',
    'Content-Location: http://x/y',
    '',
    'pdf',
    '--b1--',
    'epilogue',
  ])
  const { bodyStructure, body } = digest(message)
  const first = '("text" "plain" ("charset" "UTF-8" "format" "flowed") "<a@b>" "\\"first\\"" "quoted-printable" 8 1'
  const second = '("application" "pdf" ("name" "a \\"b\\".pdf") NIL NIL "7bit" 3'
  assert.equal(body, `(${first})${second}) "alternative")`)
  const disposition = '("attachment" ("filename" "x.pdf" "size" "3"))'
  assert.equal(bodyStructure, `(${first} NIL NIL NIL NIL)${second} "Q2hlY2s=" ${disposition} NIL "http://x/y") "alternative" ("boundary" "b1") NIL ("en" "de") NIL)`)
})

test('a message inside a message has its envelope, its lines and its own numbers', () => {
  const inner = crlf(['Subject: inner', 'Content-Type: multipart/mixed; boundary=i', '', '--i', '', 'x', '--i--'])
  const message = multipart('o', '--o', '', 'text', '--o', 'Content-Type: message/rfc822', '', inner, '--o--', '')
  const { parts, body } = digest(message)
  assert.deepEqual(parts.map(({ section, mediaType }) => `${section} ${mediaType}`), [' multipart/mixed', '1 text/plain', '2 message/rfc822', '2.TEXT multipart/mixed', '2.1 text/plain'])
  const envelope = '(NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL)'
  const text = '("text" "plain" ("charset" "us-ascii") NIL NIL "7bit"'
  assert.equal(body, `(${text} 4 0)("message" "rfc822" NIL NIL NIL "7bit" ${inner.length} ${envelope} (${text} 1 0) "mixed") 6) "mixed")`)
  assert.equal(bodies(message)['2'], inner)
})

test('a message that is a message: its inside begins with 1', () => {
  const { parts } = digest(crlf(['Content-Type: message/rfc822', '', 'Content-Type: message/rfc822', '', 'Subject: deepest', '', 'x']))
  assert.deepEqual(parts.map(({ section }) => section), ['', '1.1', '1.1.1'])
})

test('RFC 2046 §5.1.5: parts of a digest are messages', () => {
  const message = crlf(['Content-Type: multipart/digest; boundary=d', '', '--d', '', 'Subject: one', '', 'x', '--d', 'Content-Type: text/plain', '', 'y', '--d--'])
  assert.deepEqual(digest(message).parts.map(({ mediaType }) => mediaType), ['multipart/digest', 'message/rfc822', 'text/plain', 'text/plain'])
})

test('boundaries that begin alike are told apart', () => {
  const message = multipart('bound', '--bound', 'Content-Type: multipart/mixed; boundary=bound-2', '', '--bound-2', '', 'inner', '--bound-2--', '--bound', '', '--boundless', '--bound--')
  assert.deepEqual(bodies(message)['1.1'], 'inner')
  assert.deepEqual(bodies(message)['2'], '--boundless')
})

const DELIMITERS: readonly (readonly [string, string, string])[] = [
  ['blanks behind', 'b', '--b  \t'],
  ['a boundary with blanks and signs inside', "b (1)'+_,-./:=?", "--b (1)'+_,-./:=?"],
  ['text behind a blank', 'b', '--b some words'],
  ['a boundary of hyphens', '---', '-----'],
  ['octets beyond ASCII', 'b\xe0', '--b\xe0'],
]
for (const [name, boundary, delimiter] of DELIMITERS) {
  test(`a delimiter with ${name}`, () => {
    assert.deepEqual(bodies(multipart(boundary, delimiter, '', 'found', `--${boundary}--`)), { '': `${delimiter}\r\n\r\nfound\r\n--${boundary}--`, '1': 'found' })
  })
}

test('a closing delimiter that text is glued to closes all the same', () => {
  assert.equal(bodies(multipart('b', '--b', '', 'x', '--b--and more'))['1'], 'x')
})

test('no closing delimiter: the last part takes the rest', () => {
  assert.equal(bodies(multipart('b', '--b', '', 'one', '--b', '', 'two', 'and three', ''))['2'], 'two\r\nand three\r\n')
})

test('the last line may be a delimiter without its line break', () => {
  assert.equal(bodies(multipart('b', '--b', '', 'one', '--b--'))['1'], 'one')
})

test('the same boundary inside and outside: the inner one is meant first', () => {
  const message = multipart('b', '--b', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'x', '--b--', '--b', '', 'y', '--b--')
  assert.deepEqual(digest(message).parts.map(({ section }) => section), ['', '1', '1.1', '2'])
})

const TEXT_INSTEAD: readonly (readonly [string, string])[] = [
  ['without a boundary', 'multipart/mixed'],
  ['with an empty boundary', 'multipart/mixed; boundary=""'],
  ['whose delimiter never comes', 'multipart/mixed; boundary=nowhere'],
  ['whose boundary is too long', `multipart/mixed; boundary=${'b'.repeat(600)}`],
]
for (const [name, type] of TEXT_INSTEAD) {
  test(`a multipart ${name} is shown as text`, () => {
    const { body, parts } = digest(crlf([`Content-Type: ${type}`, '', 'hello', 'world', '']))
    assert.equal(body, '("text" "plain" NIL NIL NIL "7bit" 14 2)')
    assert.equal(parts[0]?.mediaType, 'text/plain')
  })
}

test('a multipart without parts in a message in a message counts as part 1 of it', () => {
  const message = crlf(['Content-Type: message/rfc822', '', 'Content-Type: multipart/mixed; boundary=nowhere', '', 'hello'])
  assert.deepEqual(digest(message).parts.map(({ section, mediaType }) => `${section} ${mediaType}`), [' message/rfc822', '1.1 text/plain'])
})

test('a message/rfc822 in base64 is not looked into', () => {
  const { body, parts } = digest(crlf(['Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64', '', 'U3ViamVjdDogeA==', '']))
  assert.equal(parts.length, 1)
  assert.match(body, /^\("message" "rfc822" NIL NIL NIL "base64" 18 \(NIL( NIL){9}\) \("text" "plain" NIL NIL NIL "7bit" 0 0\) 1\)$/)
})

test('a message without header fields is all text', () => {
  const { header, parts, envelope } = digest('Hello you there,\nhow are you?\n\nBye\n')
  assert.equal(header.length, 0)
  assert.deepEqual([parts[0]?.bodyStart, parts[0]?.bodyEnd], [0, 35])
  assert.equal(envelope, '(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)')
})

test('a message that begins with its blank line, and an empty one', () => {
  assert.equal(digest('\r\nbody').parts[0]?.bodyStart, 2)
  assert.deepEqual(digest('').parts, [{ section: '', mediaType: 'text/plain', headerStart: 0, bodyStart: 0, bodyEnd: 0, encoding: '7bit', charset: 'us-ascii', decodedSize: 0, hasNul: false }])
})

test('a header without body, and lines in it that are no fields', () => {
  const { keys, parts } = digest('From x@y Mon Jan  1\nSubject: here\ngarbage in between\nTo: a@b')
  assert.equal(keys.subject, 'here')
  assert.deepEqual(keys.to, [{ name: '', address: 'a@b' }])
  assert.equal(parts[0]?.bodyStart, parts[0]?.bodyEnd)
})

test('line feeds alone count as line breaks', () => {
  const message = 'Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n\n--b--\n'
  assert.deepEqual([bodies(message)['1'], bodies(message)['2']], ['one', 'two\n'])
})

test('a part may end in its header', () => {
  const { parts } = digest(multipart('b', '--b', 'Content-Type: text/html', '--b', 'Content-Type: image/png', '', 'x', '--b--'))
  assert.deepEqual(parts.map(({ mediaType, bodyEnd, bodyStart }) => `${mediaType} ${bodyEnd - bodyStart > 1 ? 'more' : bodyEnd - bodyStart}`), ['multipart/mixed more', 'text/html 0', 'image/png 1'])
})

test('RFC 9051 §7.5.2: the envelope fills in Sender and Reply-To, keeps words undecoded, marks groups', () => {
  const { envelope } = digest(crlf(['Date: Mon, 7 Feb 1994 21:52:25 -0800', 'Subject: =?utf-8?q?=C3=A9?=', ' folded', 'From: "A \\"B\\"" <@r1,@r2:a@b>', 'To: Team: x@y, Z <z@y>;', 'Cc: d@e (Dee)', 'Cc: f@g', 'In-Reply-To: <1@x>', 'Message-ID: <2@x>', '', '']))
  const from = '(("A \\"B\\"" "@r1,@r2" "a" "b"))'
  const to = '((NIL NIL "Team" NIL)(NIL NIL "x" "y")("Z" NIL "z" "y")(NIL NIL NIL NIL))'
  assert.equal(envelope, `("Mon, 7 Feb 1994 21:52:25 -0800" "=?utf-8?q?=C3=A9?= folded" ${from} ${from} ${from} ${to} (("Dee" NIL "d" "e")(NIL NIL "f" "g")) NIL "<1@x>" "<2@x>")`)
})

test('octets beyond ASCII go as literals, 0xA0 included; NUL is left out', () => {
  const { envelope } = digest('Subject: universit\xc3\xa0\r\nFrom: a\0b <c@d>\r\n\r\n')
  assert.ok(envelope.startsWith('(NIL {11}\r\nuniversit\xc3\xa0 (("ab" NIL "c" "d"))'), envelope)
})

test('every split gives the same digest', () => {
  const pieces = fc.constantFrom('--b', '--b--', '--', '-', '\r', '\n', '\r\n', '\r\n\r\n', 'Content-Type: multipart/mixed; boundary=b', 'Content-Type: message/rfc822', 'Content-Type: text/html', 'Subject: x', 'text', ' ', '\r\n--b\r\n', '\xe0')
  const octets = fc.array(pieces, { maxLength: 40 }).map((list) => Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${list.join('')}`, 'latin1'))
  fc.assert(
    fc.property(octets, fc.integer({ min: 1, max: 40 }), (message, chunkSize) => {
      const whole = digest(message)
      assert.deepEqual(digest(message, chunkSize), whole)
      for (const { headerStart, bodyStart, bodyEnd } of whole.parts) assert.ok(headerStart <= bodyStart && bodyStart <= bodyEnd && bodyEnd <= message.length)
    }),
    { numRuns: 500 },
  )
})

test('every message of the corpus gives the same digest in pieces', () => {
  const files = globSync(`${CORPUS}/**`, { withFileTypes: true }).filter((entry) => entry.isFile())
  assert.ok(files.length > 200)
  for (const { parentPath, name } of files) {
    const octets = readFileSync(`${parentPath}/${name}`)
    for (const chunkSize of [1, 41]) assert.deepEqual(digest(octets, chunkSize), digest(octets), name)
  }
})
