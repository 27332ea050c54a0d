import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRawStructured, parseStructured } from './parameters.ts'

const CASES: readonly (readonly [string, string, Record<string, string>])[] = [
  ['Text/HTML', 'text/html', {}],
  ['text/plain; charset=us-ascii (Plain text)', 'text/plain', { charset: 'us-ascii' }],
  ['text/plain (not "html") ; charset="us-ascii"', 'text/plain', { charset: 'us-ascii' }],
  ['text/plain;Charset = "utf-8" ;', 'text/plain', { charset: 'utf-8' }],
  ['text/plain charset=utf-8', 'text/plain', { charset: 'utf-8' }],
  ['attachment; filename="a;b \\"c\\" (1).txt"', 'attachment', { filename: 'a;b "c" (1).txt' }],
  ['attachment; filename=my file (1).txt; size=3', 'attachment', { filename: 'my file (1).txt', size: '3' }],
  ['multipart/mixed; boundary=----=_Part(1)/2:3?4; x=y', 'multipart/mixed', { boundary: '----=_Part(1)/2:3?4', x: 'y' }],
  ['multipart/mixed; boundary=abc (a comment)', 'multipart/mixed', { boundary: 'abc' }],
  ['attachment; filename="never closed', 'attachment', { filename: 'never closed' }],
  ['attachment; filename=', 'attachment', { filename: '' }],
  ['', '', {}],
  [';=;a=b', '', { a: 'b' }],
  // RFC 2231 §3, §4 and §4.1
  ['message/external-body; URL*0="ftp://"; URL*1="cs.utk.edu/x"', 'message/external-body', { url: 'ftp://cs.utk.edu/x' }],
  ["application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", 'application/x-stuff', { title: 'This is ***fun***' }],
  ["application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20; title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't it!\"", 'application/x-stuff', { title: "This is even more ***fun*** isn't it!" }],
  ["a; f*1*=%A9; f*0*=utf-8''%C3", 'a', { f: 'é' }],
  ["a; f*0*=%C3; f*1*=%A9", 'a', { f: 'é' }],
  ["a; f=plain; f*=utf-8''%C3%A9", 'a', { f: 'é' }],
  ["a; f*=x-nothing''%E9", 'a', { f: 'é' }],
  ["a; f*=utf-8''100%", 'a', { f: '100%' }],
  ['a; f*0="=?utf-8?Q?=C3?="; f*1="=?utf-8?Q?=A9?="', 'a', { f: 'é' }],
  // encoded words, which RFC 2047 §5 forbids here
  ['a; name="=?utf-8?Q?=C3=A9?=.txt"', 'a', { name: 'é.txt' }],
  ['a; name==?utf-8?Q?=C3=A9?=', 'a', { name: 'é' }],
  ['a; name="caf\xc3\xa9"', 'a', { name: 'café' }],
  ['a; name=universit\xc3\xa0', 'a', { name: 'università' }],
  ['a; name=first; name=second', 'a', { name: 'first' }],
]
for (const [text, value, parameters] of CASES) {
  test(`parameters of ${JSON.stringify(text)}`, () => {
    const parsed = parseStructured(text)
    assert.equal(parsed.value, value)
    assert.deepEqual({ ...parsed.parameters }, parameters)
  })
}

test('a parameter named like a property of objects is a parameter', () => {
  assert.equal(parseStructured('a; __proto__=x; constructor=y').parameters['__proto__'], 'x')
})

test('names and values as they are written, at most 200', () => {
  assert.deepEqual(parseRawStructured("a; F*0*=utf-8''%C3; n=\"=?q?\"").parameters, [['f*0*', "utf-8''%C3"], ['n', '=?q?']])
  assert.equal(parseRawStructured(`a${';n=v'.repeat(1000)}`).parameters.length, 200)
})

test('long hostile values take linear time', () => {
  for (const piece of ['(', '"', '\\', ';', 'a=', ';f*0*=%', ' ']) parseStructured(`a;${piece.repeat(200_000)}`)
})
