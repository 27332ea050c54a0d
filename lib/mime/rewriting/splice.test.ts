import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { splice, splicedSize, type Splice } from './splice.ts'

async function* inPieces(text: string, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += length) yield Buffer.from(text.slice(at, at + length))
}

async function spliced(text: string, splices: readonly Splice[], length: number): Promise<string> {
  return Buffer.concat(await Array.fromAsync(splice(inPieces(text, length), splices))).toString()
}

const put = (start: number, end: number, text: string): Splice => ({ start, end, replacement: Buffer.from(text) })

test('what is cut out goes, what is put in comes once, whatever the pieces', async () => {
  for (let length = 1; length <= 12; length++) {
    assert.equal(await spliced('0123456789', [put(2, 5, 'AB'), put(7, 7, '-')], length), '01AB56-789')
    assert.equal(await spliced('0123456789', [put(8, 10, ''), put(0, 3, 'x')], length), 'x34567')
    assert.equal(await spliced('0123456789', [put(3, 6, 'a'), put(6, 8, 'b')], length), '012ab89')
    assert.equal(await spliced('0123456789', [put(10, 10, 'end')], length), '0123456789end')
    assert.equal(await spliced('0123456789', [], length), '0123456789')
  }
})

test('the size is known before', async () => {
  const arbitrary = fc.tuple(fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' }), fc.array(fc.nat(60), { maxLength: 6 }), fc.integer({ min: 1, max: 20 }))
  await fc.assert(
    fc.asyncProperty(arbitrary, async ([text, cuts, length]) => {
      const points = [...new Set(cuts.map((cut) => Math.min(cut, text.length)))].sort((a, b) => a - b)
      const splices: Splice[] = []
      for (let at = 0; at + 1 < points.length; at += 2) splices.push(put(points[at]!, points[at + 1]!, `<${at}>`))
      const expected = splices.toReversed().reduce((whole, { start, end, replacement }) => whole.slice(0, start) + Buffer.from(replacement).toString() + whole.slice(end), text)
      assert.equal(await spliced(text, splices, length), expected)
      assert.equal(splicedSize(text.length, splices), expected.length)
    }),
  )
})
