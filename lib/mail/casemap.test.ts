import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { casemap, casemapOrder, titleCase } from './casemap.ts'

test('RFC 5051 §2: case and composition make no difference, and an accent stands behind its letter', () => {
  const same: readonly (readonly [string, string])[] = [
    ['lunch', 'LUNCH'],
    ['café', 'CAFE\u0301'],
    ['Ärger', 'äRGER'],
    ['ﬁn', 'FIN'],
    ['Москва', 'мОСКВА'],
    ['Ωμέγα', 'ωΜΈΓΑ'],
    ['ǆ', 'Ǆ'],
    ['ǆ', 'ǅ'],
    ['ᾳ', 'ᾼ'],
    ['ᾀ', 'ᾈ'],
    ['Å', 'å'],
    ['①', '1'],
    ['ｆｕｌｌ', 'Full'],
    ['ſ', 's'],
  ]
  for (const [one, other] of same) assert.equal(casemap(one), casemap(other), `${one} ${other}`)
  assert.ok(casemap('Café').includes(casemap('cafe')))
  assert.notEqual(casemap('ß'), casemap('ss'))
  assert.notEqual(casemap('ı'), casemap('j'))
  assert.equal(titleCase('straße ŉ'), 'STRAßE ŉ')
})

test('a casemap is its own, and comes in the order of code points', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.equal(casemap(casemap(text)), casemap(text))), { numRuns: 2000 })
  const order = (one: string, other: string): number => Math.sign(Buffer.compare(Buffer.from(casemap(one)), Buffer.from(casemap(other))))
  const compared = (one: string, other: string): number => (casemapOrder(one) < casemapOrder(other) ? -1 : casemapOrder(one) > casemapOrder(other) ? 1 : 0)
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => assert.equal(compared(one, other), order(one, other))), { numRuns: 2000 })
  assert.deepEqual([compared('😀', '\uffee'), compared('a', 'Z')], [1, -1])
})
