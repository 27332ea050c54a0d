import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arbitraryCard } from '#lib/testing/contacts/arbitrary-card.ts'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { findDuplicates } from './find-duplicates.ts'
import { likeName, likeness, likeNumber, numberKey } from './likeness.ts'
import { mergeCards } from './merge-cards.ts'

function property(name: string, value: CardProperty['values'][number], parameters: CardProperty['parameters'] = {}): CardProperty {
  return { name, parameters, type: 'text', values: [value] }
}

function person(fn: string, ...others: CardProperty[]): Card {
  return { properties: [property('fn', fn), ...others] }
}

test('names and numbers are alike whatever their form', () => {
  assert.equal(likeName('Dr. Jörg Blaß'), likeName('blass, JORG'))
  assert.notEqual(likeName('Jane Doe'), likeName('John Doe'))
  assert.equal(likeNumber('+49 (0)30 / 123-45'), likeNumber('0049 30 12345'))
  assert.equal(numberKey('030 1234567'), numberKey('+49 30 1234567').slice(-9))
  assert.equal(numberKey('110'), '')
})

test('cards that share an address, or a name and something else, are one set', () => {
  const cards = [
    person('Jane Doe', property('email', 'Jane@Example.test')),
    person('John Roe', property('email', 'john@example.test')),
    person('J. Doe', property('email', 'jane@example.test'), property('tel', '030 1234567')),
    person('Doe, J.', property('tel', '+49 30 1234567')),
    person('John Roe'),
    person('Acme', property('org', ['Acme']), property('tel', '030 9999999')),
    person('Ann', property('org', ['Acme']), property('tel', '030 9999999')),
    { properties: [property('kind', 'group'), property('fn', 'x'), property('email', 'john@example.test')] },
  ]
  assert.deepEqual(findDuplicates(cards), [[0, 2, 3]])
  assert.deepEqual(findDuplicates([person('A', property('email', 'x@example.test')), ...cards.slice(4), person('B', property('email', 'X@example.test'))]), [[0, 5]])
  assert.deepEqual(findDuplicates([person('A B', property('tel', '0301234567')), person('B, A', property('tel', '030/1234567'))]), [[0, 1]])
  assert.deepEqual(findDuplicates([]), [])
})

test('an address that many share makes nobody a duplicate', () => {
  const shared = (count: number) => findDuplicates(Array.from({ length: count }, (_, at) => person(`Person ${at}`, property('email', 'office@example.test')))).length
  assert.deepEqual([shared(20), shared(21)], [1, 0])
})

test('merging keeps what each card says, once', () => {
  const one: Card = { properties: [property('fn', 'Jane'), property('n', ['Doe', 'Jane']), property('email', 'jane@example.test', { type: ['home'], pref: ['1'] }), property('categories', 'a'), { group: 'item1', ...property('tel', '1') }, { group: 'item1', ...property('x-ablabel', 'Lab') }, property('rev', '1')] }
  const other: Card = { properties: [property('fn', 'Jane Doe'), property('n', ['Doe', 'J.']), property('email', 'JANE@example.test', { type: ['WORK'], pref: ['1'] }), property('email', 'j@example.test', { pref: ['2'] }), { name: 'categories', parameters: {}, type: 'text', values: ['b', 'a'] }, { group: 'item1', ...property('tel', '2') }, { group: 'item1', ...property('x-ablabel', 'Shop') }, property('rev', '2')] }
  assert.deepEqual(mergeCards([one, other]).properties, [
    property('fn', 'Jane'),
    property('n', ['Doe', 'Jane']),
    property('email', 'jane@example.test', { type: ['home', 'WORK'], pref: ['1'] }),
    { name: 'categories', parameters: {}, type: 'text', values: ['a', 'b'] },
    { group: 'item1', ...property('tel', '1') },
    { group: 'item1', ...property('x-ablabel', 'Lab') },
    property('rev', '1'),
    { group: 'item2', ...property('tel', '2') },
    { group: 'item2', ...property('x-ablabel', 'Shop') },
    property('fn', 'Jane Doe'),
    property('x-former-n', 'Doe;J.'),
    property('email', 'j@example.test'),
  ])
  assert.deepEqual(mergeCards([one]), one)
  assert.deepEqual(mergeCards([]), { properties: [] })
})

test('no value of any card is lost, whatever the cards', () => {
  fc.assert(
    fc.property(fc.array(arbitraryCard, { minLength: 1, maxLength: 4 }), (cards) => {
      const merged = mergeCards(cards)
      const kept = new Set(merged.properties.flatMap((one) => [`${one.name} ${likeness(one)}`, ...one.values.map((value) => `${one.name} ${JSON.stringify(value)}`)]))
      for (const one of cards.flatMap(({ properties }) => properties)) {
        const found = kept.has(`${one.name} ${likeness(one)}`) || one.values.every((value) => kept.has(`${one.name} ${JSON.stringify(value)}`)) || merged.properties.some(({ name }) => name === `x-former-${one.name}`)
        assert.ok(found, JSON.stringify(one))
      }
    }),
  )
})

test('merging a card into what holds it already changes nothing', () => {
  fc.assert(
    fc.property(arbitraryCard, arbitraryCard, (one, other) => {
      const merged = mergeCards([one, other])
      assert.deepEqual(mergeCards([merged, other]), merged)
    }),
  )
})

test('sets do not overlap, and each has two or more', () => {
  const few = fc.record({ fn: fc.constantFrom('A B', 'B A', 'C'), email: fc.constantFrom('a@x.test', 'A@X.test', 'b@x.test', ''), tel: fc.constantFrom('030 1234567', '+49301234567', '1', '') }).map(({ fn, email, tel }) => person(fn, property('email', email), property('tel', tel)))
  fc.assert(
    fc.property(fc.array(few, { maxLength: 30 }), (cards) => {
      const sets = findDuplicates(cards)
      const places = sets.flat()
      assert.equal(new Set(places).size, places.length)
      assert.ok(sets.every(({ length }) => length > 1))
    }),
  )
})
