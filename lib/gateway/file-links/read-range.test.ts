import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRange } from './read-range.ts'

test('a field Range is one piece of the file, none, or one that is not there (RFC 9110 §14)', () => {
  const cases: readonly (readonly [field: string | null, read: ReturnType<typeof readRange>])[] = [
    [null, undefined], ['bytes=0-0', { from: 0, to: 0 }], ['bytes=0-9', { from: 0, to: 9 }], ['bytes=0-10', { from: 0, to: 9 }], ['bytes=3-', { from: 3, to: 9 }], ['Bytes=3-5', { from: 3, to: 5 }],
    ['bytes=-1', { from: 9, to: 9 }], ['bytes=-10', { from: 0, to: 9 }], ['bytes=-11', { from: 0, to: 9 }],
    ['bytes=10-', 'unsatisfiable'], ['bytes=10-12', 'unsatisfiable'], ['bytes=-0', 'unsatisfiable'],
    ['bytes=-', undefined], ['bytes=5-3', undefined], ['bytes=0-1,3-4', undefined], ['lines=0-1', undefined], ['bytes=a-', undefined], ['bytes= 1-2', undefined], [`bytes=${'9'.repeat(16)}-`, undefined],
  ]
  for (const [field, read] of cases) assert.deepEqual(readRange(field, 10), read, String(field))
})
