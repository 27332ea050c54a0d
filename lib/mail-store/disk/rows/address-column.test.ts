import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Address } from '#lib/mail/envelope.ts'
import { readAddresses, writeAddresses } from './address-column.ts'

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '[', '[]', '\u001e', '\u001f', '\u0000', 'a\u001fb', '"\\'))
const person = fc.record({ name: text, address: text }, { noNullPrototype: true })
const address: fc.Arbitrary<Address> = fc.oneof(person, fc.record({ name: text, address: fc.constant(''), group: fc.array(person, { maxLength: 3 }) }, { noNullPrototype: true }))

test('what was written is read again', () => {
  fc.assert(fc.property(fc.array(address, { maxLength: 5 }), (list) => assert.deepEqual(readAddresses(writeAddresses(list)), list)))
})

test('plain lists are not JSON', () => {
  assert.equal(writeAddresses([{ name: 'Bob', address: 'bob@example.test' }]), 'Bob\u001fbob@example.test')
  assert.equal(writeAddresses([]), '')
})
