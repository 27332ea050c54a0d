import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseSequenceSet, rangesOf, STAR, writeNumberSet } from './sequence-set.ts'

test('a set is read as it stands', () => {
  assert.deepEqual(parseSequenceSet('1'), [{ first: 1, last: 1 }])
  assert.deepEqual(parseSequenceSet('2:4,*'), [{ first: 2, last: 4 }, { first: STAR, last: STAR }])
  assert.deepEqual(parseSequenceSet('*:3'), [{ first: STAR, last: 3 }])
  assert.deepEqual(parseSequenceSet('4294967295'), [{ first: 4294967295, last: 4294967295 }])
})

test('what is no set is refused', () => {
  for (const text of ['', '0', '01', '1:', ':1', '1,', ',1', '1::2', '1:2:3', '4294967296', '-1', 'a', '1 2']) assert.equal(parseSequenceSet(text), undefined, text)
})

test('ranges ascend, do not touch, and * is the greatest number', () => {
  const cases: readonly (readonly [set: string, greatest: number, ranges: readonly (readonly [number, number])[]])[] = [
    ['1:3', 10, [[1, 3]]],
    ['3:1', 10, [[1, 3]]],
    ['5,1:3,2:4', 10, [[1, 5]]],
    ['5,1:3', 10, [[1, 3], [5, 5]]],
    ['*', 10, [[10, 10]]],
    ['8:*', 10, [[8, 10]]],
    // RFC 3501 §6.4.8: "559:*" always holds the last message, even when it is below 559.
    ['559:*', 10, [[10, 559]]],
    ['*', 0, []],
    ['1:*', 0, [[1, 1]]],
  ]
  for (const [set, greatest, ranges] of cases) {
    assert.deepEqual(rangesOf(parseSequenceSet(set)!, greatest).map(({ first, last }) => [first, last]), ranges, `${set} of ${greatest}`)
  }
})

test('numbers written as a set are the same numbers when read', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 })
  fc.assert(
    fc.property(numbers, (list) => {
      const read = parseSequenceSet(writeNumberSet(list))!.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index))
      assert.deepEqual(read, list)
    }),
  )
})

test('ranges hold exactly the numbers of the set', () => {
  const number = fc.oneof(fc.integer({ min: 1, max: 30 }).map(String), fc.constant('*'))
  const piece = fc.oneof(number, fc.tuple(number, number).map((pair) => pair.join(':')))
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 30 }), (pieces, greatest) => {
      const wanted = new Set<number>()
      for (const text of pieces) {
        const [first, last = first] = text.split(':').map((one) => (one === '*' ? greatest : Number(one))) as [number, number?]
        for (let value = Math.min(first, last); value <= Math.max(first, last); value++) wanted.add(value)
      }
      const found = rangesOf(parseSequenceSet(pieces.join(','))!, greatest)
      const numbers = found.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index))
      assert.deepEqual(numbers, [...wanted].sort((a, b) => a - b))
    }),
  )
})

test('an empty list is an empty set', () => {
  assert.equal(writeNumberSet([]), '')
})
