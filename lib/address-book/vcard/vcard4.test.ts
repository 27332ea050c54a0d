import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arbitraryCard, collected, streamed } from '#lib/testing/contacts/arbitrary-card.ts'
import type { Card } from '#lib/mail/contacts/card.ts'
import { readVcards } from './read-vcards.ts'
import { writeVcard4 } from './write-vcard4.ts'
import { fold } from './write-line.ts'

async function readAll(text: string, size?: number) {
  return collected(readVcards(streamed(Buffer.from(text), size)))
}

async function readOne(...lines: string[]): Promise<Card> {
  const [result, ...others] = await readAll(['BEGIN:VCARD', 'VERSION:4.0', ...lines, 'END:VCARD', ''].join('\r\n'))
  assert.deepEqual(others, [])
  assert.ok(result?.card, JSON.stringify(result))
  assert.deepEqual(result.remarks, [])
  return result.card
}

test('any card comes back as it was, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryCard, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 100 }), async (cards, size) => {
      const results = await readAll(cards.map(writeVcard4).join(''), size)
      assert.deepEqual(results.map(({ card }) => card), cards)
    }),
    { numRuns: 300 },
  )
})

test('lines have at most 75 octets and are cut between characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'ü', '漢', '😀', ' '), maxLength: 400 }), (line) => {
      const folded = fold(line)
      for (const piece of folded.split('\r\n')) assert.ok(Buffer.byteLength(piece) <= 75 && piece.isWellFormed())
      assert.equal(folded.replaceAll('\r\n ', ''), line)
    }),
  )
})

test('properties, parameters and groups are read as RFC 6350 writes them', async () => {
  const card = await readOne('FN:J. Doe\\, Jr.; a\\nb', 'N;SORT-AS="Harten,Rene":van der Harten;Rene,J.;Sir;R.D.O.N.;Jr.', 'item1.EMAIL;PREF=1;TYPE="work,home":j@example.test', 'ITEM1.X-ABLabel:_$!<Work>!$_', 'TEL;VALUE=uri;TYPE=cell:tel:+1-555-555-5555;ext=5555', 'NOTE;X-A=a^nb^^c^\'d:x')
  assert.deepEqual(card.properties, [
    { name: 'fn', parameters: {}, type: 'text', values: ['J. Doe, Jr.; a\nb'] },
    { name: 'n', parameters: { 'sort-as': ['Harten,Rene'] }, type: 'text', values: [['van der Harten', ['Rene', 'J.'], 'Sir', 'R.D.O.N.', 'Jr.']] },
    { group: 'item1', name: 'email', parameters: { pref: ['1'], type: ['work', 'home'] }, type: 'text', values: ['j@example.test'] },
    { group: 'item1', name: 'x-ablabel', parameters: {}, type: 'unknown', values: ['_$!<Work>!$_'] },
    { name: 'tel', parameters: { type: ['cell'] }, type: 'uri', values: ['tel:+1-555-555-5555;ext=5555'] },
    { name: 'note', parameters: { 'x-a': ['a\nb^c"d'] }, type: 'text', values: ['x'] },
  ])
})

test('what nobody knows comes back octet for octet once unfolded', async () => {
  const lines = ['FN:A', 'X-RAW;X-P="a,b;c";Y=1,2:a\\,b\\;c\\\\d\\n, ;"^^', 'g.NEW-THING;VALUE=uri:http://example.test/?a=b\\c,d', `X-LONG:${'ü漢 '.repeat(80)}`, 'X-EMPTY:']
  const written = writeVcard4(await readOne(...lines))
  assert.deepEqual(written.replaceAll('\r\n ', '').split('\r\n').slice(2, -2), lines)
})

test('a picture whose comma other programs escaped is whole again', async () => {
  assert.deepEqual((await readOne('FN:A', 'PHOTO:data:image/png;base64\\,AAAA')).properties[1]?.values, ['data:image/png;base64,AAAA'])
})

test('no value, name or parameter of a card can end its line', () => {
  const text = writeVcard4({ properties: [{ group: 'a\r\nEND:VCARD', name: 'x\r\nEND:VCARD\r\n', parameters: { 'p\r\nEND:VCARD': ['v\r\nEND:VCARD\0'] }, type: 'u\r\nEND:VCARD', values: ['a\r\nEND:VCARD\r\nb\rEND:VCARD\0'] }, { name: 'url', parameters: {}, type: 'uri', values: ['http://a\nEND:VCARD'] }] })
  assert.equal(text.split(/\r\n|\r|\n/).filter((line) => /^END/.test(line)).length, 1)
  assert.ok(!/\r(?!\n)|(?<!\r)\n|\0/.test(text))
})

test('dates are written without hyphens, as vCard 4 has them', () => {
  const dates = ['1985-04-12', '--04-12', '19850412', '1985-04', '---12', 'T10']
  const text = writeVcard4({ properties: [{ name: 'fn', parameters: {}, type: 'text', values: ['A'] }, ...dates.map((date) => ({ name: 'bday', parameters: {}, type: 'date-and-or-time', values: [date] })), { name: 'bday', parameters: {}, type: 'text', values: ['1985-04-12'] }] })
  assert.deepEqual(text.match(/^BDAY.*$/gm), ['BDAY:19850412', 'BDAY:--0412', 'BDAY:19850412', 'BDAY:1985-04', 'BDAY:---12', 'BDAY:T10', 'BDAY;VALUE=text:1985-04-12'])
})

test('names of the language are only names', async () => {
  const lines = ['FN:A', 'CONSTRUCTOR;TOSTRING=a:b', '__PROTO__:c', 'hasownproperty.TEL:1']
  const card = await readOne(...lines)
  assert.deepEqual(writeVcard4(card).split('\r\n').slice(2, -2), lines)
})

test('FN is made where it is missing', () => {
  assert.match(writeVcard4({ properties: [{ name: 'n', parameters: {}, type: 'text', values: [['Doe', 'Jane', '', '', '']] }] }), /^FN:Jane Doe\r$/m)
})
