import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OwnPosts } from './own-posts.ts'

test('a page that is leaving by a form of its own is not led elsewhere by its connection', () => {
  const [page, posts] = [new EventTarget(), new OwnPosts()]
  const unwatch = posts.watch(page)
  const may = (event: Event): boolean => (page.dispatchEvent(event), posts.mayLeave)
  assert.equal(posts.mayLeave, true)
  assert.equal(may(new Event('submit', { cancelable: true })), false, 'a sign-out is on its way')
  assert.equal(may(new Event('pageshow')), true, 'the page came back')
  assert.equal(may(new Event('submit')), false)
  assert.equal(may(new Event('keydown')), true, 'nothing came of it')
  const taken = new Event('submit', { cancelable: true })
  taken.preventDefault()
  assert.equal(may(taken), true, 'a script posts it and stays')
  unwatch()
  assert.equal(may(new Event('submit')), true)
})
