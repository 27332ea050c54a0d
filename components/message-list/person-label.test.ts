import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsIn } from '#lib/i18n/words-in.ts'
import { isMisleading, personLabel, writeAddress } from './person-label.ts'

const words = await wordsIn('en')
const ann = { name: 'Ann', address: 'ann@example.test' }

test('addresses as people write them', () => {
  assert.equal(writeAddress(ann), 'Ann <ann@example.test>')
  assert.equal(writeAddress({ name: '', address: 'a@b' }), 'a@b')
  assert.equal(writeAddress({ name: 'Nobody', address: '' }), 'Nobody')
  assert.equal(writeAddress({ name: 'Team', address: '', group: [ann, { name: '', address: 'b@c' }] }), 'Team: Ann <ann@example.test>, b@c')
})

test('a row names the first of several', () => {
  assert.equal(personLabel(words, [ann], '-'), 'Ann')
  assert.equal(personLabel(words, [ann, ann, ann], '-'), 'Ann and 2 more')
  assert.equal(personLabel(words, [{ name: 'boss@bank.example', address: 'evil@example.test' }], '-'), 'evil@example.test')
  assert.equal(personLabel(words, [], '(no sender)'), '(no sender)')
  assert.equal(personLabel(words, [{ name: '', address: '' }], '(no sender)'), '(no sender)')
})

test('a name that pretends to be another address is misleading', () => {
  assert.equal(isMisleading({ name: 'boss@bank.example', address: 'evil@example.test' }), true)
  assert.equal(isMisleading({ name: 'ANN@example.test', address: 'ann@example.test' }), false)
  assert.equal(isMisleading(ann), false)
})
