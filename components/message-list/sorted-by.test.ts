import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rangeOf, sortedBy } from './sorted-by.ts'

test('sorting starts the way people expect and turns round the second time', () => {
  const byDate = { sort: 'date', reverse: true } as const
  assert.deepEqual(sortedBy({ page: 3 }, byDate, 'date'), { sort: 'date', reverse: false })
  assert.deepEqual(sortedBy({}, { sort: 'arrival', reverse: true }, 'date'), { sort: 'date', reverse: false }, 'the order of arrival is shown as that of dates')
  assert.deepEqual(sortedBy({}, byDate, 'from'), { sort: 'from', reverse: false })
  assert.deepEqual(sortedBy({ search: 'tea' }, byDate, 'size'), { search: 'tea', sort: 'size', reverse: true })
})

test('the range of a page', () => {
  const messages = (length: number) => Array.from({ length }) as never[]
  assert.deepEqual(rangeOf({ page: 1, pageSize: 50, total: 120, messages: messages(50) }), { first: 1, last: 50, hasNext: true })
  assert.deepEqual(rangeOf({ page: 3, pageSize: 50, total: 120, messages: messages(20) }), { first: 101, last: 120, hasNext: false })
  assert.deepEqual(rangeOf({ page: 1, pageSize: 50, total: 0, messages: [] }), { first: 0, last: 0, hasNext: false })
})
