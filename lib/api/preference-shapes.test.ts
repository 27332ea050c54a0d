import assert from 'node:assert/strict'
import { test } from 'node:test'
import { preferencePost } from './preference-shapes.ts'

test('a form changes what was changed in it, and leaves alone what was only looked at', () => {
  const posted = preferencePost({ 'index.page_size': '60', 'shown.index.page_size': '60', 'version.index.page_size': '1', 'index.newest_first': ['false', 'true'], 'shown.index.newest_first': 'false', 'version.index.newest_first': '2', 'identity.signature': 'a\r\nb', 'shown.identity.signature': 'a\nb' })
  assert.deepEqual(posted, { isForm: true, changes: [{ name: 'index.newest_first', value: true, expected: 2 }] })
})

test('a form of before, which does not say what it showed, changes what it says', () => {
  assert.deepEqual(preferencePost({ 'index.page_size': '60', 'version.index.page_size': '1' }).changes, [{ name: 'index.page_size', value: 60, expected: 1 }])
})

test('what is no form of ours and no list of changes is refused', () => {
  for (const wrong of [[], {}, { constructor: 'x', toString: 'y' }, { changes: 'x' }, { changes: [{ name: 'language', value: 'de' }, { name: 'language', value: 'en' }] }]) assert.throws(() => preferencePost(wrong), { failure: 'invalid' }, JSON.stringify(wrong))
})
