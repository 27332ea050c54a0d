import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeEncodedWords, decodeHeaderText, decodeText, encodeWords } from './encoded-words.ts'

const octets = (...values: readonly (string | number)[]): string => values.map((value) => (typeof value === 'string' ? value : String.fromCharCode(value))).join('')

const CASES: readonly (readonly [string, string, string])[] = [
  ['RFC 2047 §8: one word', '(=?ISO-8859-1?Q?a?=)', '(a)'],
  ['RFC 2047 §8: words and text', '=?ISO-8859-1?Q?a?= b', 'a b'],
  ['RFC 2047 §8: blanks between words go', '=?ISO-8859-1?Q?a?=  \t =?ISO-8859-1?Q?b?=', 'ab'],
  ['RFC 2047 §8: an underscore is a blank', '=?ISO-8859-1?Q?a_b?=', 'a b'],
  ['two charsets', '=?iso-8859-2?q?=B1?= =?koi8-r?b?0NLJ18XU?=', 'ąпривет'],
  ['a language (RFC 2231 §5)', '=?US-ASCII*EN?Q?Keith_Moore?=', 'Keith Moore'],
  ['a character split between Q words', '=?utf-8?Q?=E6?= =?utf-8?Q?=BC=A2?=', '漢'],
  ['a character split between B words', '=?utf-8?B?5r8=?= =?utf-8?B?og==?=', '濢'],
  ['a group of four split between B words', '=?utf-8?B?5ryi5a2?= =?utf-8?B?X?=', '漢字'],
  ['a stateful charset', '=?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?= =?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=', 'テストテスト'],
  ['blanks inside', '=?utf-8?Q?two words?=', 'two words'],
  ['question marks inside', '=?utf-8?Q?really??=', 'really?'],
  ['text glued to it', 'Re:=?utf-8?q?=C3=A9?=t', 'Re:ét'],
  ['an empty word', 'a =?utf-8?Q??= b', 'a  b'],
  ['a broken escape', '=?utf-8?Q?=zz=4?=', '=zz=4'],
  ['an unknown charset with UTF-8 in it', '=?x-nothing?Q?=C3=A9?=', 'é'],
  ['an unknown charset with anything else', '=?x-nothing?Q?=E9?=', 'é'],
  ['an unknown encoding', '=?utf-8?X?a?=', '=?utf-8?X?a?='],
  ['no end', '=?utf-8?Q?abc', '=?utf-8?Q?abc'],
  ['base64 without padding and with dirt', '=?utf-8?B?w6\t k?=', 'é'],
]
for (const [name, text, expected] of CASES) test(`encoded words: ${name}`, () => assert.equal(decodeEncodedWords(text), expected))

const RAW: readonly (readonly [string, string, string])[] = [
  ['UTF-8', octets('caf', 0xc3, 0xa9), 'café'],
  ['windows-1252', octets('caf', 0xe9, ' ', 0x80), 'café €'],
  ['ISO-2022-JP by its escapes', octets(0x1b, '$B$3', 0x1b, '(B'), 'こ'],
  ['raw octets beside words', octets(0xc3, 0xa9, ' =?utf-8?q?=C3=A8?='), 'é è'],
  ['control characters', 'a\x00b\x07\x7fc', 'a b c'],
  ['Unicode stays', '漢é', '漢é'],
]
for (const [name, value, expected] of RAW) test(`header text: ${name}`, () => assert.equal(decodeHeaderText(value), expected))

test('header text: raw octets in the charset of the body', () => {
  assert.equal(decodeHeaderText(octets(0xd6, 0xd0, 0xb9, 0xfa), 'gb2312'), '中国')
  assert.equal(decodeHeaderText(octets(0xc3, 0xa9), 'gb2312'), 'é')
  assert.equal(decodeHeaderText(octets(0xe9), 'utf-8'), 'é')
})

test('long and hostile text takes linear time', () => {
  for (const piece of ['=?', '=?a?q?', '=?utf-8?Q?a?= ', '?=', '=?utf-8?B?AA']) decodeEncodedWords(piece.repeat(16_000))
})

test('ASCII is left as it is', () => assert.equal(encodeWords('Hello, World!'), 'Hello, World!'))

test('law: decode(encode(x)) = x, in words of at most 75 characters of ASCII', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 80 }).map((value) => value.replace(/[\0-\x1f\x7f]/g, '').trim())
  fc.assert(
    fc.property(text, (value) => {
      const encoded = encodeWords(value)
      assert.match(encoded, /^[\x20-\x7e]*$/)
      if (encoded !== value) for (const word of encoded.split(' ')) assert.ok(word.length <= 75)
      assert.equal(decodeText(encoded), value)
    }),
  )
})
