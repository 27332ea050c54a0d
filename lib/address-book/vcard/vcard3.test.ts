import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collected, streamed } from '#lib/testing/contacts/arbitrary-card.ts'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { readVcards } from './read-vcards.ts'
import { writeVcard3 } from './write-vcard3.ts'
import { writeVcard4 } from './write-vcard4.ts'

async function readOne(octets: Uint8Array): Promise<Card> {
  const [result] = await collected(readVcards(streamed(octets, 7)))
  assert.ok(result?.card, JSON.stringify(result))
  return result.card
}

function file(version: string, ...lines: string[]): Buffer {
  return Buffer.from(['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join('\r\n'), 'latin1')
}

function values(card: Card, name: string): unknown[] {
  return card.properties.filter((property) => property.name === name).map((property) => property.values[0])
}

test('vCard 3 is read in the words of vCard 4', async () => {
  const card = await readOne(file('3.0', 'N:Doe;Jane;;;', 'FN:Jane Doe', 'SORT-STRING:Doe', 'EMAIL;TYPE=INTERNET,WORK;TYPE=pref:jane@example.test', 'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4A', ' AQ', 'BDAY;VALUE=date:1985-04-12', 'BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-12', 'GEO:37.38;-122.08', 'URL:http\\://example.test/\\,a', 'LABEL;TYPE=HOME:1 Main\\nTown', 'REV:2020-01-01T00:00:00Z'))
  assert.deepEqual(card.properties, [
    { name: 'n', parameters: { 'sort-as': ['Doe'] }, type: 'text', values: [['Doe', 'Jane', '', '', '']] },
    { name: 'fn', parameters: {}, type: 'text', values: ['Jane Doe'] },
    { name: 'email', parameters: { type: ['work'], pref: ['1'] }, type: 'text', values: ['jane@example.test'] },
    { name: 'photo', parameters: {}, type: 'uri', values: ['data:image/jpeg;base64,/9j/4AAQ'] },
    { name: 'bday', parameters: {}, type: 'date-and-or-time', values: ['19850412'] },
    { name: 'bday', parameters: {}, type: 'date-and-or-time', values: ['--0412'] },
    { name: 'geo', parameters: {}, type: 'uri', values: ['geo:37.38,-122.08'] },
    { name: 'url', parameters: {}, type: 'uri', values: ['http://example.test/,a'] },
    { name: 'label', parameters: { type: ['home'] }, type: 'text', values: ['1 Main\nTown'] },
    { name: 'rev', parameters: {}, type: 'timestamp', values: ['2020-01-01T00:00:00Z'] },
  ])
})

test('vCard 2.1 is read with bare types, quoted-printable and its charsets', async () => {
  const card = await readOne(file('2.1', 'N;CHARSET=ISO-8859-1:M\xfcller;J\xf6rg', 'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg=20=', 'M=C3=BCller', 'TEL;HOME;CELL;PREF:+49 30 1', 'ADR;WORK;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1252:;;Stra=DFe 1=0D=0AHinterhaus;Town;;;', 'NOTE;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=93=FA=96=7B', 'PHOTO;PNG;BASE64:', '  iVBO', '  Rw0K', '', 'KEY;X509;BASE64:AAAA'))
  assert.deepEqual(values(card, 'n'), [['Müller', 'Jörg']])
  assert.deepEqual(values(card, 'fn'), ['Jörg Müller'])
  assert.deepEqual(values(card, 'adr'), [['', '', 'Straße 1\nHinterhaus', 'Town', '', '', '']])
  assert.deepEqual(values(card, 'note'), ['日本'])
  assert.deepEqual(values(card, 'photo'), ['data:image/png;base64,iVBORw0K'])
  assert.deepEqual(card.properties.find(({ name }) => name === 'tel')?.parameters, { type: ['home', 'cell'], pref: ['1'] })
})

function property(name: string, type: string, value: CardProperty['values'][number], parameters: CardProperty['parameters'] = {}): CardProperty {
  return { name, parameters, type, values: [value] }
}

const FULL: Card = {
  properties: [
    property('fn', 'text', 'Jane, Doe; "x"'),
    property('n', 'text', ['Doe', ['Jane', 'Ann'], '', '', ''], { 'sort-as': ['Doe Jane'] }),
    property('email', 'text', 'a@example.test', { type: ['work'], pref: ['1'] }),
    property('email', 'text', 'b@example.test', { pref: ['2'] }),
    property('photo', 'uri', 'data:image/png;base64,AAAA'),
    property('photo', 'uri', 'https://example.test/a.png'),
    property('key', 'uri', 'data:application/pgp-keys;base64,AAAA'),
    property('bday', 'date-and-or-time', '19850412'),
    property('anniversary', 'date-and-or-time', '--0412'),
    property('bday', 'text', 'about 1800'),
    property('geo', 'uri', 'geo:1.5,-2.5'),
    property('adr', 'text', ['', '', '1, Main; St', 'Town', '', '', ''], { type: ['home'], 'x-p': ['a;b'] }),
    { group: 'item1', ...property('x-ablabel', 'unknown', 'raw\\,x;') },
    property('kind', 'text', 'org'),
    property('categories', 'text', 'a,b'),
  ],
}

test('a card written as vCard 3 is read as the same card', async () => {
  const { properties } = await readOne(Buffer.from(writeVcard3(FULL)))
  assert.deepEqual(properties.toSorted(byName), FULL.properties.toSorted(byName))
})

function byName(one: CardProperty, other: CardProperty): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0
}

test('groups are Apple’s in vCard 3 and the standard’s in vCard 4', async () => {
  const group: Card = { properties: [property('kind', 'text', 'group'), property('fn', 'text', 'Chess'), property('member', 'uri', 'urn:uuid:1'), property('member', 'uri', 'mailto:a@example.test')] }
  const old = writeVcard3(group)
  assert.match(old, /^X-ADDRESSBOOKSERVER-KIND:group\r$/m)
  assert.match(old, /^X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1\r$/m)
  assert.match(old, /^N:Chess;;;;\r$|^N:;;;;\r$/m)
  const read = await readOne(Buffer.from(old))
  assert.deepEqual(read.properties.filter(({ name }) => name !== 'n'), group.properties)
  assert.match(writeVcard4(read), /^KIND:group\r$[^]*^MEMBER:urn:uuid:1\r$/m)
})

test('broken base64 is told and the rest of the card kept', async () => {
  const [result] = await collected(readVcards(streamed(file('3.0', 'FN:A', 'PHOTO;ENCODING=b;TYPE=JPEG:AA*A', 'NOTE:b'))))
  assert.deepEqual(result?.card?.properties.map(({ name }) => name), ['fn', 'note'])
  assert.deepEqual(result?.card && result.remarks, [{ line: 4, problem: 'broken-base64', excerpt: 'photo' }])
})
