import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arbitraryCard, collected, streamed } from '#lib/testing/contacts/arbitrary-card.ts'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { addressesOf, inOrder, kindOf, textOf } from '#lib/mail/contacts/card.ts'
import { displayNameOf } from '#lib/mail/contacts/names.ts'
import type { ContactFormat } from './contact-format.ts'
import { CONTACT_FORMATS, contactFormat, isContactFormatName, recogniseFormat } from './contact-formats.ts'

function property(name: string, value: CardProperty['values'][number], parameters: CardProperty['parameters'] = {}, type = 'text'): CardProperty {
  return { name, parameters, type, values: [value] }
}

function person(uid: string, fn: string, ...others: CardProperty[]): Card {
  return { properties: [property('uid', `urn:uuid:${uid}`, {}, 'uri'), property('fn', fn), ...others] }
}

const JANE = person('1', '=Jane "J" Doe, Jr.', property('n', ['Doe', 'Jane', '', '', '']), property('email', 'jane@example.test', { type: ['home'] }), property('email', 'j@work.example.test', { type: ['work'] }), property('tel', '+49 30 1', { type: ['cell'] }), property('adr', ['', '', '1 Main; St, "x"', 'Town', '', '12345', 'Germany'], { type: ['home'] }), property('org', ['Acme', 'Maps']), property('bday', '19850412', {}, 'date-and-or-time'), property('nickname', 'jd'), property('note', 'two\nlines\twith TAB, ünd'))
const JORG = person('2', 'Jörg Blaß 😀', property('email', 'joerg@example.test'))
const CHOIR: Card = { properties: [property('kind', 'group'), ...person('3', 'Chör').properties, property('member', 'urn:uuid:1', {}, 'uri'), property('member', 'urn:uuid:2', {}, 'uri'), property('member', 'mailto:dan@example.test', {}, 'uri')] }
const ALL: Card = { properties: [property('kind', 'group'), ...person('4', 'All').properties, property('member', 'urn:uuid:3', {}, 'uri')] }

async function through(format: ContactFormat, cards: readonly Card[]): Promise<Card[]> {
  const text = (await collected(format.write(cards))).join('')
  const octets = Buffer.from(text)
  if (cards.length > 0) assert.equal(recogniseFormat(octets.subarray(0, 1000))?.name, format.name)
  const results = await collected(format.read(streamed(octets, 13)))
  return results.map((result) => {
    assert.ok(result.card, JSON.stringify(result))
    assert.deepEqual(result.remarks, [])
    return result.card
  })
}

test('people come back from each format with names, addresses and numbers', async () => {
  for (const format of CONTACT_FORMATS) {
    const [jane, joerg, ...others] = await through(format, [JANE, JORG])
    assert.ok(jane && joerg, format.name)
    // Pine has one address a line.
    assert.equal(others.length, format.name === 'pine' ? 1 : 0, format.name)
    assert.deepEqual([jane, joerg].flatMap(addressesOf).sort(), format.name === 'pine' ? ['j@work.example.test', 'jane@example.test'] : ['j@work.example.test', 'jane@example.test', 'joerg@example.test'], format.name)
    if (format.name !== 'pine') assert.equal(textOf(inOrder(jane, 'tel')[0]), '+49 30 1', format.name)
    if (format.name !== 'outlook' && format.name !== 'pine') assert.deepEqual([displayNameOf(jane), displayNameOf(joerg)], [displayNameOf(JANE), displayNameOf(JORG)], format.name)
    if (format.name !== 'pine') assert.deepEqual([textOf(inOrder(jane, 'bday')[0]), textOf(inOrder(jane, 'note')[0]), textOf(inOrder(jane, 'adr')[0])], ['19850412', 'two\nlines\twith TAB, ünd', '1 Main; St, "x" Town 12345 Germany'], format.name)
  }
})

test('groups, and groups in groups, come back from each format that holds them', async () => {
  for (const format of CONTACT_FORMATS.filter(({ leavesOut }) => !leavesOut.includes('groups'))) {
    // Groups first: what they name comes behind them.
    const cards = await through(format, [ALL, CHOIR, JANE, JORG])
    const byUid = new Map(cards.map((card) => [textOf(inOrder(card, 'uid')[0]), card]))
    const choir = cards.find((card) => displayNameOf(card) === 'Chör')
    const all = cards.find((card) => displayNameOf(card) === 'All')
    assert.ok(choir && all, format.name)
    const names = (group: Card) => inOrder(group, 'member').map(textOf).map((uri) => { const member = byUid.get(uri); return member ? displayNameOf(member) : uri })
    assert.deepEqual(names(all), ['Chör'], format.name)
    assert.deepEqual(names(choir), format.name === 'pine' ? ['Jane Doe', 'mailto:joerg@example.test', 'mailto:dan@example.test'] : [displayNameOf(JANE), displayNameOf(JORG), 'mailto:dan@example.test'], format.name)
    assert.equal(kindOf(choir), 'group')
  }
})

test('a photo comes back from LDIF', async () => {
  const photo = `data:image/gif;base64,${Buffer.from('GIF89a-and-so-on'.repeat(20)).toString('base64')}`
  const [card] = await through(contactFormat('ldif'), [person('1', 'A', property('photo', photo, {}, 'uri'))])
  assert.equal(card && textOf(inOrder(card, 'photo')[0]), photo)
})

test('any cards, written in any format, are as many records again', async () => {
  for (const format of CONTACT_FORMATS.filter(({ name }) => name !== 'pine')) {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryCard, { maxLength: 3 }), async (cards) => {
        const texts = (await collected(format.write(cards))).join('')
        const results = await collected(format.read(streamed(Buffer.from(texts))))
        assert.equal(results.length, cards.length, texts)
      }),
      { numRuns: 50 },
    )
  }
})

test('each format is found by its name, and no other name is one', () => {
  for (const format of CONTACT_FORMATS) assert.ok(isContactFormatName(format.name) && contactFormat(format.name) === format)
  for (const name of ['', 'constructor', 'vcard', 'CSV']) assert.equal(isContactFormatName(name), false, name)
})

test('formats are told by how files begin, else by their names', () => {
  const table: [string, string, string | undefined][] = [
    ['BEGIN:VCARD\nVERSION:2.1\n', '', 'vcard3'],
    ['\ufeffbegin:vcard\r\nFN:x\r\n', 'x.txt', 'vcard4'],
    ['# comment\nversion: 1\n\ndn: cn=x\n', '', 'ldif'],
    ['dn:: Y24=\n', 'a.csv', 'ldif'],
    ['a\tA B\ta@example.test\n', '', 'pine'],
    ['Name\tE-mail\tPhone\nx\ty@z\t1\n', '', 'csv'],
    ['name,mail\n', 'contacts.vcf', 'vcard4'],
    ['one column\n', 'people.csv', 'csv'],
    ['one column\n', '.addressbook', 'pine'],
    ['hello', 'readme', undefined],
    ['', '', undefined],
  ]
  for (const [start, name, format] of table) assert.equal(recogniseFormat(Buffer.from(start), name)?.name, format, `${start} ${name}`)
  assert.equal(recogniseFormat(Buffer.from('\ufeffBEGIN:VCARD\n', 'utf16le'))?.name, 'vcard4')
})
