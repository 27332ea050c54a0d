import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passwordToShow, showOnce } from './shown-once.ts'

test('a new password is shown for five minutes, to the session that made it', () => {
  showOnce('one', { id: 'a', password: 'secret' }, 1000)
  assert.deepEqual([passwordToShow('one', 'a', 2000), passwordToShow('one', 'b', 2000), passwordToShow('one', undefined, 2000), passwordToShow('two', 'a', 2000)], ['secret', undefined, undefined, undefined])
  assert.equal(passwordToShow('one', 'a', 1000 + 5 * 60_000), undefined)
  showOnce('one', { id: 'a', password: 'first' }, 1000)
  showOnce('one', { id: 'b', password: 'second' }, 1000)
  assert.deepEqual([passwordToShow('one', 'a', 1001), passwordToShow('one', 'b', 1001)], [undefined, 'second'])
})
