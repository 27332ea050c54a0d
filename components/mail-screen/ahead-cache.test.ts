import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AheadCache } from './ahead-cache.ts'

const text = (value: string) => async () => ({ value })

test('what was fetched ahead is fetched once, and is at hand when it has come', async () => {
  const cache = new AheadCache<{ value: string }>({ most: 2, freshMs: 100 })
  const coming = cache.get('a', text('first'))
  assert.equal(cache.ready('a'), undefined)
  assert.deepEqual(await coming, { value: 'first' })
  assert.deepEqual(await cache.get('a', text('second')), { value: 'first' })
  assert.deepEqual(cache.ready('a'), { value: 'first' })
})

test('it grows stale, the oldest goes first, and a failure is forgotten', async () => {
  let now = 0
  const cache = new AheadCache<{ value: string }>({ most: 2, freshMs: 100 }, () => now)
  await cache.get('a', text('1'))
  now = 50
  await cache.get('b', text('2'))
  await cache.get('c', text('3'))
  assert.deepEqual([cache.ready('a'), cache.ready('b')?.value, cache.ready('c')?.value], [undefined, '2', '3'])
  now = 150
  assert.equal(cache.ready('b'), undefined)
  await assert.rejects(cache.get('d', () => Promise.reject(new Error('no'))))
  assert.deepEqual(await cache.get('d', text('4')), { value: '4' })
  cache.clear()
  assert.equal(cache.ready('d'), undefined)
})
