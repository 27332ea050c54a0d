import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeTransfer, decodeTransferOctets, normalizeEncoding } from './transfer-encoding.ts'

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

async function* pieces(octets: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size)
}

async function decodeInPieces(octets: Uint8Array, encoding: string, size: number): Promise<string> {
  return Buffer.concat(await Array.fromAsync(decodeTransfer(pieces(octets, size), encoding))).toString('latin1')
}

const CASES: readonly (readonly [string, string, string])[] = [
  ['base64', 'SGVsbG8=\r\n', 'Hello'],
  ['base64', 'SGVs\r\nbG8', 'Hello'],
  ['base64', 'SG=Vs', 'HV'],
  ['base64', 'SGVs!\0bG8=', 'Hello'],
  ['base64', 'YQ==YQ==', 'aa'],
  ['base64', '-_-_', '\xfb\xff\xbf'],
  ['base64', 'Q', ''],
  ['base64', '', ''],
  ['quoted-printable', 'caf=C3=A9=20=3d', 'caf\xc3\xa9 ='],
  ['quoted-printable', 'soft=\r\nbreak=\nagain', 'softbreakagain'],
  ['quoted-printable', 'soft= \t\r\nbreak', 'softbreak'],
  ['quoted-printable', 'blanks \t\r\nat the end=20\r\n \n', 'blanks\r\nat the end \r\n\n'],
  ['quoted-printable', 'broken =zz =4 =', 'broken =zz =4 '],
  ['quoted-printable', '=c3=E', '\xc3=E'],
  ['quoted-printable', 'cr\ralone =\rx', 'cr\ralone =\rx'],
  ['x-uuencode', 'preamble\nbegin 644 a.txt\n#0V%T\n`\nend\ntail\n', 'Cat'],
  ['x-uuencode', 'begin 644 a.txt\r\n%:&5L;&\\\r\n`\r\nend\r\n', 'hello'],
  ['x-uuencode', 'only called so\r\nbegin now\r\n', 'only called so\r\nbegin now\r\n'],
  ['x-uuencode', `${'x'.repeat(70_000)}\nbegin 644 a.txt\n#0V%T\n\`\nend\n`, `${'x'.repeat(70_000)}\nbegin 644 a.txt\n#0V%T\n\`\nend\n`],
  ['7bit', 'as =20 is\r\n', 'as =20 is\r\n'],
  ['x-unknown', 'as is', 'as is'],
]
for (const [encoding, text, expected] of CASES) {
  test(`${encoding} of ${JSON.stringify(text)}, whole and in pieces`, async () => {
    assert.equal(Buffer.from(decodeTransferOctets(latin1(text), encoding)).toString('latin1'), expected)
    for (const size of [1, 2, 3, 5]) assert.equal(await decodeInPieces(latin1(text), encoding, size), expected)
  })
}

test('law: base64 of any octets in lines comes back from any pieces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 90 }), async (octets, size) => {
      const encoded = latin1(Buffer.from(octets).toString('base64').replace(/.{76}/g, '$&\r\n'))
      assert.equal(await decodeInPieces(encoded, 'base64', size), Buffer.from(octets).toString('latin1'))
    }),
  )
})

test('law: base64 in lines of any width, with dirt anywhere, decodes in large pieces as it does octet by octet', async () => {
  const dirt = fc.tuple(fc.nat(), fc.constantFrom('=', '==', '-', '_', '!', '\0', '\xff', '\r', '\n', '\r\n', ' ', 'A'))
  await fc.assert(
    fc.asyncProperty(
      fc.record({ length: fc.integer({ min: 0, max: 60_000 }), seed: fc.nat(), width: fc.integer({ min: 1, max: 100 }), lineBreak: fc.constantFrom('\r\n', '\n', '') }),
      fc.array(dirt, { maxLength: 4 }),
      fc.integer({ min: 1000, max: 70_000 }),
      async ({ length, seed, width, lineBreak }, spots, size) => {
        const octets = Uint8Array.from({ length }, (_, at) => (Math.imul(at + seed, 0x9e3779b1) >>> 13) & 0xff)
        const lines = Buffer.from(octets).toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? []
        let text = lines.join(lineBreak)
        for (const [spot, what] of spots) text = text.slice(0, spot % (text.length + 1)) + what + text.slice(spot % (text.length + 1))
        assert.ok((await decodeInPieces(latin1(text), 'base64', size)) === (await decodeInPieces(latin1(text), 'base64', 100)), 'the same octets')
      },
    ),
    { numRuns: 200 },
  )
})

test('every split of quoted-printable gives the same', async () => {
  const piece = fc.constantFrom('=', '=\r\n', '=3D', ' ', '\t', '\r', '\n', '\r\n', 'a', '=4', 'é'.normalize())
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 6 }), async (list, size) => {
      const octets = Buffer.from(list.join(''))
      assert.equal(await decodeInPieces(octets, 'quoted-printable', size), Buffer.from(decodeTransferOctets(octets, 'quoted-printable')).toString('latin1'))
    }),
    { numRuns: 1000 },
  )
})

test('blanks without end are passed on, not collected', async () => {
  const text = `a${' '.repeat(100_000)}b`
  assert.equal(await decodeInPieces(latin1(text), 'quoted-printable', 777), text)
})

test('names are mended', () => {
  const mended = Object.entries({ '': '7bit', ' Base64 ': 'base64', '"base64"': 'base64', 'quoted- printable': 'quoted-printable', 'quoted-printable; x': 'quoted-printable', '8-bit': '8bit', 'text/html': '7bit', 'uuencode': 'x-uuencode', 'base64 (comment)': 'base64' })
  for (const [written, name] of mended) assert.equal(normalizeEncoding(written), name, written)
})
