import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Card, CardProperty } from '#lib/mail/contacts/card.ts'
import { buildCard } from './build-card.ts'
import { dateOf, readDate, writeDate } from './dates.ts'
import { fieldText } from './field-text.ts'
import { fieldNamed } from './field.ts'
import { readLabel, writeLabel } from './labels.ts'

function property(name: string, value: CardProperty['values'][number], type: string[] = []): CardProperty {
  return { name, parameters: type.length > 0 ? { type } : {}, type: 'text', values: [value] }
}

function build(...fields: [string, string][]): [string, unknown][] {
  return buildCard(fields.map(([field, text]) => ({ field: fieldNamed(field), text, label: field }))).properties.map(({ name, values }) => [name, values[0]])
}

test('dates as tables hold them', () => {
  const table: [string, string | undefined][] = [
    ['1985-04-12', '19850412'], ['4/12/1985', '19850412'], ['13/4/1985', '19850413'], ['12.4.1985', '19850412'], ['12. 4. 1985', '19850412'], ['12.4.', '--0412'], ['1985/4/12', '19850412'],
    ['1985-04-12 00:00:00', '19850412'], ['--04-12', '--0412'], ['1985', '1985'], ['0/0/00', ''], ['00.00.0000', ''], ['30.2.1985', undefined], ['soon', undefined],
  ]
  for (const [text, date] of table) assert.equal(readDate(text), date, text)
  assert.deepEqual([dateOf('1985', '4', '12'), dateOf('', '04', '12'), dateOf('1985', '', ''), dateOf('', '', ''), dateOf('1985', '', '12'), dateOf('x', '13', '1')], ['19850412', '--0412', '1985', undefined, undefined, undefined])
  assert.deepEqual(['19850412', '--0412', '1985', '1985-04', 'soon'].map(writeDate), ['1985-04-12', '--04-12', '1985', '1985-04', 'soon'])
})

test('a date that is none is kept as a text', () => {
  assert.deepEqual(buildCard([{ field: fieldNamed('bday'), text: 'in spring', label: '' }, { field: fieldNamed('fn'), text: 'A', label: '' }]).properties[0], { name: 'bday', parameters: {}, type: 'text', values: ['in spring'] })
})

test('labels become types, and words of a person’s own stay', () => {
  assert.deepEqual(readLabel('* Work Fax'), { types: ['work', 'fax'], preferred: true })
  assert.deepEqual(readLabel('Geschäftlich'), { types: ['work'], preferred: false })
  assert.deepEqual(readLabel('Studio'), { types: [], preferred: false, own: 'Studio' })
  assert.deepEqual([readLabel('').own, readLabel('Other').own, readLabel('constructor').own], [undefined, undefined, 'constructor'])
  for (const types of [['home'], ['work', 'fax'], ['cell'], []]) assert.deepEqual(readLabel(writeLabel(types)).types, types)
})

test('parts of one name make one property, a name that comes twice two', () => {
  assert.deepEqual(build(['n/given', 'Jane'], ['n/family', 'Doe'], ['org/unit', 'Maps']), [['fn', 'Jane Doe'], ['n', ['Doe', 'Jane', '', '', '']], ['org', ['', 'Maps']]])
  assert.deepEqual(build(['email', 'a'], ['email', 'b ::: c'], ['adr/city@home', 'X'], ['adr/city@work', 'Y']).map(([name]) => name), ['fn', 'email', 'email', 'email', 'adr', 'adr'])
  assert.deepEqual(build(['impp', 'me'], ['impp/service#1', 'Jabber'], ['impp#1', 'a@b']).slice(-2), [['impp', 'x-im:me'], ['impp', 'xmpp:a@b']])
  assert.deepEqual(build(['ignore', 'x'], ['email', ' ']), [])
  assert.deepEqual(build(['keep', 'x']), [['x-column', 'x']])
})

test('a number or place without a type stands where those of home do, if none is there', () => {
  const text = (card: Card, field: string) => fieldText(card, fieldNamed(field))
  const plain: Card = { properties: [property('tel', 'w', ['WORK']), property('tel', 'f', ['home', 'fax']), property('tel', 'p', ['voice'])] }
  assert.deepEqual(['tel@work', 'tel@home', 'tel@home,fax', 'tel@cell'].map((field) => text(plain, field)), ['w', 'p', 'f', ''])
  const home: Card = { properties: [property('tel', 'p'), property('tel', 'h', ['home'])] }
  assert.equal(text(home, 'tel@home'), 'h')
  assert.equal(text({ properties: [property('adr', ['', '', 'S', 'C', '', '', ''])] }, 'adr/city@home'), 'C')
})
