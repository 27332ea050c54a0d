import assert from 'node:assert/strict'
import { test } from 'node:test'
import { indexOrder } from './index-order.ts'

test('an index is in the order that is asked for, else in the one that is preferred', () => {
  const usual = { 'index.sort': 'arrival', 'index.newest_first': true } as const
  assert.deepEqual(indexOrder({}, usual), { sort: 'arrival', reverse: true })
  assert.deepEqual(indexOrder({ sort: 'from' }, usual), { sort: 'from', reverse: false })
  assert.deepEqual(indexOrder({ sort: 'size', reverse: false }, usual), { sort: 'size', reverse: false })
  assert.deepEqual(indexOrder({}, { 'index.sort': 'subject', 'index.newest_first': true }), { sort: 'subject', reverse: false })
  assert.deepEqual(indexOrder({}, { 'index.sort': 'date', 'index.newest_first': false }), { sort: 'date', reverse: false })
  assert.deepEqual(indexOrder({ sort: 'date' }, { 'index.sort': 'date', 'index.newest_first': false }), { sort: 'date', reverse: true }, 'a column that is clicked falls first')
})
