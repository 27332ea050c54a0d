import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SORT_KEYS } from '#lib/mail/index-page.ts'
import { urls } from '#lib/api/urls.ts'
import { isSameIndex, placeUrl, readPlace, type Place } from './place.ts'

const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter((text) => text.trim() === text && text.isWellFormed() && text !== '')
const places: fc.Arbitrary<Place> = fc.record({
  mailbox: words,
  query: fc.record({ page: fc.integer({ min: 2, max: 9999 }), sort: fc.constantFrom(...SORT_KEYS), reverse: fc.boolean(), search: words }, { requiredKeys: [], noNullPrototype: true }),
  message: fc.constant('1700000000.42'),
  show: fc.record({ headers: fc.constant('full' as const), as: fc.constant('text' as const), images: fc.constant('1' as const), open: fc.constant('1' as const) }, { requiredKeys: [], noNullPrototype: true }),
}, { requiredKeys: ['mailbox', 'query', 'show'], noNullPrototype: true }).map((place) => (place.message === undefined ? { ...place, show: {} } : place)) as fc.Arbitrary<Place>

test('a place survives its URL, under any base path', () => {
  fc.assert(fc.property(places, fc.constantFrom('', '/mail'), (place, base) => {
    const url = new URL(placeUrl(urls(base), place), 'http://127.0.0.1:3000')
    assert.deepEqual(readPlace(url, base), place)
  }))
})

test('other pages are no places', () => {
  for (const path of ['/', '/about', '/mailboxes/', '/mailboxes/INBOX/1.2/3', '/mailboxes/INBOX/help', '/mailboxes/%E0%A4%A', '/mailboxes/a~9']) {
    assert.equal(readPlace(new URL(`http://h${path}`), ''), undefined, path)
  }
  assert.equal(readPlace(new URL('http://h/mailboxes/INBOX'), '/mail'), undefined)
})

test('nonsense in the query has its default', () => {
  const place = readPlace(new URL('http://h/mailboxes/INBOX?page=-3&sort=colour&order=up&q=%20'), '')
  assert.deepEqual(place, { mailbox: 'INBOX', query: {}, show: {} })
})

test('the same index is the same mailbox and query', () => {
  const place: Place = { mailbox: 'INBOX', query: { page: 2 }, show: {} }
  assert.equal(isSameIndex(place, { ...place, message: '1.1' }), true)
  assert.equal(isSameIndex(place, { ...place, query: {} }), false)
})
