import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Card, CardProperty } from './card.ts'
import { displayNameOf, joinName, nameOf, sortTextOf, splitName } from './names.ts'

function property(name: string, value: CardProperty['values'][number], parameters: CardProperty['parameters'] = {}): CardProperty {
  return { name, parameters, type: 'text', values: [value] }
}

function cardOf(...properties: CardProperty[]): Card {
  return { properties }
}

test('a name as it is written is split into parts', () => {
  const table: [string, string, string][] = [
    ['Ada Lovelace', 'Ada', 'Lovelace'],
    ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven'],
    ['Anna Maria von der Heide', 'Anna Maria', 'von der Heide'],
    ['Muster, Erika', 'Erika', 'Muster'],
    ['Cher', 'Cher', ''],
    ['von Trapp', 'von', 'Trapp'],
    ['  Ada   Lovelace ', 'Ada', 'Lovelace'],
    ['', '', ''],
  ]
  for (const [name, given, family] of table) assert.deepEqual([splitName(name).given, splitName(name).family], [given, family], name)
})

test('what to call a card comes from the first that says it', () => {
  const n = property('n', ['Doe', ['Jane', 'Ann'], '', 'Dr.', ''])
  const fn = property('fn', 'Jane D.')
  const org = property('org', ['Acme', 'Research'])
  assert.equal(displayNameOf(cardOf(fn, n)), 'Jane D.')
  assert.equal(displayNameOf(cardOf(property('fn', ' '), n)), 'Dr. Jane Ann Doe')
  assert.equal(displayNameOf(cardOf(org, property('email', 'a@example.test'))), 'Acme Research')
  assert.equal(displayNameOf(cardOf(property('email', 'b@example.test'), property('email', 'a@example.test', { pref: ['1'] }))), 'a@example.test')
  assert.equal(displayNameOf(cardOf(property('n', ['', '', '', '', '']), property('tel', '+49 30 1'))), '+49 30 1')
  assert.equal(displayNameOf(cardOf()), '')
  assert.equal(displayNameOf(cardOf(property('n', ['山田', '太郎', '', '', '']))), '山田太郎')
})

test('the parts of a name come from N, else from FN, but not of groups', () => {
  assert.equal(nameOf(cardOf(property('fn', 'A B'), property('n', ['Y', 'X']))).family, 'Y')
  assert.equal(nameOf(cardOf(property('fn', 'A B'), property('n', ['', '', '', '', '']))).family, 'B')
  assert.equal(joinName(nameOf(cardOf(property('fn', 'Chess Club'), property('kind', 'group')))), '')
})

test('a company is called as it is, without parts', () => {
  const company = cardOf(property('fn', 'Umber Ltd'), property('org', ['Umber Ltd', '']))
  assert.equal(joinName(nameOf(company)), '')
  assert.equal(displayNameOf(company), 'Umber Ltd')
})

test('a card is sorted by what it says, of its name or of an organisation’s', () => {
  const n = property('n', ['van der Harten', ['Rene', 'J.'], 'Sir', '', ''], { 'sort-as': ['Harten,Rene'] })
  const org = property('org', ['The Piers', 'North'], { 'sort-as': ['Piers', 'North'] })
  assert.equal(sortTextOf(cardOf(property('fn', 'Rene'), n, org)), 'Harten Rene')
  assert.equal(sortTextOf(cardOf(property('fn', 'The Piers'), org)), 'Piers North')
  assert.equal(sortTextOf(cardOf(property('kind', 'org'), property('fn', 'The Piers'), n, org)), 'Piers North')
  assert.equal(sortTextOf(cardOf(property('fn', 'Jane Doe'), property('n', ['Doe', 'Jane', '', '', '']), org)), '')
})
