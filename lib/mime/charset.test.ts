import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeOctets, decodeStream } from './charset.ts'

const CASES: readonly (readonly [string, string, string])[] = [
  ['utf-8', 'e6bca2f09f9880', '漢😀'],
  ['"UTF-8";', 'c3a9', 'é'],
  ['utf8', 'c3a9', 'é'],
  ['iso-8859-1', '80e9', '€é'],
  ['cp1252', '80', '€'],
  ['win-1251', 'cff0e8', 'При'],
  ['ISO-8859-15', 'a4', '€'],
  ['koi8-r', 'f0d2c9', 'При'],
  ['ks_c_5601-1987', 'b0a1', '가'],
  ['cp949', 'c7d1b1db', '한글'],
  ['ks_c_5601-1987', '8c638141', '똠갂'],
  ['x-windows-949', '8c63', '똠'],
  ['x-sjis', '83658358', 'テス'],
  ['cp932', '83658358', 'テス'],
  ['euc-jp', 'a4b3', 'こ'],
  ['iso-2022-jp', '1b2442244b1b2842', 'に'],
  ['iso-2022-kr', '1b2429430e4751315b0f61', '한글a'],
  ['gb2312', 'd6d0b9fa', '中国'],
  ['gb18030', '9439fc36', '😀'],
  ['hz-gb-2312', '7e7b56507e7d7e7e61', '中~a'],
  ['big5', 'a4a4a4e5', '中文'],
  ['cp950', 'a4a4', '中'],
  ['big5-hkscs', '87408741', '䏰䰲'],
  ['windows-1255', 'f9ece5ed', 'שלום'],
  ['iso-8859-8-i', 'f9ec', 'של'],
  ['tis-620', 'cac7', 'สว'],
  ['macintosh', '8e', 'é'],
  ['x-mac-roman', '8e', 'é'],
  ['cp437', '82', 'é'],
  ['ibm850', '82', 'é'],
  ['utf-7', '4869202b414f6b2d21', 'Hi é!'],
  ['unicode-1-1-utf-7', '2b414f6b2d', 'é'],
  ['utf-16', 'fffee900', 'é'],
  ['utf-16be', '00e9', 'é'],
  ['iso-10646-ucs-2', '004100e9', 'Aé'],
  ['_iso-2022-jp$ESC', '1b2442244b1b2842', 'に'],
  ['x-mac-greek', 'b0', 'Α'],
  ['x-mac-ce', '8e', 'é'],
  ['ptcp154', '81', 'Ғ'],
  ['us-ascii', 'c3a9', 'é'],
  ['us-ascii', 'e9', 'é'],
  ['', 'e9c3', 'éÃ'],
  ['', 'fffe4100e900', 'Aé'],
  ['us-ascii', 'feff004100e9', 'Aé'],
  ['', 'ff', 'ÿ'],
  ['', 'fe', 'þ'],
  ['unknown-8bit', 'c3a9', 'é'],
  ['x-no-such-charset', 'c3a9', 'é'],
  ['__proto__', '41', 'A'],
  ['constructor', '41', 'A'],
]
for (const [charset, hex, expected] of CASES) {
  test(`charset ${charset || '(none)'}: ${hex}`, async () => {
    const octets = Buffer.from(hex, 'hex')
    assert.equal(decodeOctets(octets, charset), expected)
    // One octet at a time says the same.
    assert.equal((await Array.fromAsync(decodeStream(pieces(octets, 1), charset))).join(''), expected)
  })
}

async function* pieces(octets: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size)
}

test('undeclared text that is UTF-8 is the same whole and in pieces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 1, max: 7 }), async (text, size) => {
      const octets = Buffer.from(text.replaceAll('\ufeff', ''), 'utf8')
      assert.equal((await Array.fromAsync(decodeStream(pieces(octets, size), ''))).join(''), decodeOctets(octets, ''))
    }),
  )
})

test('undeclared text that stops being UTF-8 goes on as windows-1252', async () => {
  const octets = Buffer.from([0x61, 0xc3, 0xa9, 0x62, 0xc3, 0x28])
  assert.equal((await Array.fromAsync(decodeStream(pieces(octets, 1), ''))).join(''), 'aébÃ(')
  assert.equal((await Array.fromAsync(decodeStream(pieces(Buffer.from([0x61, 0xe6, 0xbc]), 1), ''))).join(''), 'aæ¼')
})

test('a text that is said to be UTF-16 and has no octet of it is read as what it is', () => {
  for (const charset of ['utf-16', 'utf-16le', 'UTF-16BE', 'utf-32', 'ucs-2']) assert.equal(decodeOctets(Buffer.from('Hello é'), charset), 'Hello é', charset)
  for (const [charset, encoding] of [['utf-16', 'utf16le'], ['utf-16le', 'utf16le']] as const) assert.equal(decodeOctets(Buffer.from('你好, 漢', encoding), charset), '你好, 漢')
})

test('octets that a charset does not know become replacement characters, never an error', () => {
  assert.equal(decodeOctets(Buffer.from('ff41', 'hex'), 'utf-8'), '\ufffdA')
})
