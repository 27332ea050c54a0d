import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Card } from './card.ts'
import { fieldsOfCard, isBirthday, NO_CARD, withFields, type ContactFields } from './contact-fields.ts'
import { mergedFields, textsBefore } from './merge-fields.ts'
import { membersOf, withMembers } from './members.ts'

const CARD: Card = {
  properties: [
    { name: 'version', parameters: {}, type: 'text', values: ['4.0'] },
    { name: 'fn', parameters: { language: ['de'] }, type: 'text', values: ['Dr. Ann Q. Smith'] },
    { name: 'n', parameters: {}, type: 'text', values: [['Smith', 'Ann', ['Q.', 'R.'], 'Dr.', '', 'extra']] },
    { group: 'item1', name: 'email', parameters: { type: ['INTERNET', 'work'], pref: ['1'] }, type: 'text', values: ['ann@work.test'] },
    { name: 'email', parameters: {}, type: 'text', values: ['ann@home.test'] },
    { name: 'adr', parameters: { type: ['home'], label: ['as printed'] }, type: 'text', values: [['', 'c/o', '1 Pier', 'Quay', '', 'Q1', ['United', 'Kingdom']]] },
    { name: 'bday', parameters: {}, type: 'date-and-or-time', values: ['circa 1800'] },
    { group: 'item1', name: 'x-ablabel', parameters: {}, type: 'unknown', values: ['desk'] },
  ],
}

const changed = (fields: Partial<ContactFields>, texts: Partial<ContactFields['texts']> = {}): Card => {
  const before = fieldsOfCard(CARD)
  return withFields(CARD, { ...before, ...fields, texts: { ...before.texts, ...texts } })
}

test('a form that changes nothing leaves the card as it was', () => {
  assert.deepEqual(changed({}), CARD)
})

test('what a form changes keeps parameters, groups and components that the form does not know', () => {
  const { properties } = changed({ emails: [{ was: 'ann@work.test', value: 'ann@new.test', kind: 'home' }, { was: '', value: 'third@example.test', kind: 'other' }] }, { given: 'Anna' })
  assert.deepEqual(properties[2]?.values, [['Smith', 'Anna', ['Q.', 'R.'], 'Dr.', '', 'extra']])
  assert.deepEqual(properties[3], { group: 'item1', name: 'email', parameters: { type: ['home', 'INTERNET'], pref: ['1'] }, type: 'text', values: ['ann@new.test'] })
  assert.deepEqual(properties[4], CARD.properties[4], 'an address that the form did not name')
  assert.deepEqual(properties.at(-1)?.values, ['third@example.test'])
  const [adr] = fieldsOfCard(CARD).addresses
  assert.ok(adr)
  const moved = changed({ addresses: [{ ...adr, city: 'Port' }] }).properties[5]
  assert.deepEqual([moved?.values, moved?.parameters.label], [[['', 'c/o', '1 Pier', 'Port', '', 'Q1', ['United', 'Kingdom']]], ['as printed']])
})

test('what is emptied goes, what somebody else has added meanwhile stays', () => {
  const names = (card: Card): readonly string[] => card.properties.map(({ name }) => name)
  assert.deepEqual(names(changed({ emails: [{ was: 'ann@home.test', value: '', kind: 'other' }, { was: 'gone@elsewhere.test', value: '', kind: 'home' }] })), ['version', 'fn', 'n', 'email', 'adr', 'bday', 'x-ablabel'])
  assert.deepEqual(changed({ emails: [{ was: '', value: 'ann@home.test', kind: 'other' }] }), CARD, 'no address twice')
})

test('a new card: its name from the parts, its birthday with or without the year', () => {
  const empty = fieldsOfCard(NO_CARD)
  const card = withFields(NO_CARD, { ...empty, texts: { ...empty.texts, given: 'Bea', family: 'Lind', birthday: '04-12', organization: 'Choir', unit: 'Alto' } })
  assert.deepEqual(card.properties.map(({ name, values }) => [name, values[0]]), [['fn', 'Bea Lind'], ['n', ['Lind', 'Bea', '', '', '']], ['org', ['Choir', 'Alto']], ['bday', '--04-12']])
  assert.deepEqual(fieldsOfCard(card).texts.birthday, '04-12')
  const eastern = withFields(NO_CARD, { ...empty, texts: { ...empty.texts, given: '太郎', family: '山田' } })
  assert.equal(fieldsOfCard(eastern).texts.name, '山田太郎')
  assert.deepEqual(['', '1985-04-12', '02-29', '1985-02-29', 'soon'].map(isBirthday), [true, true, true, false, false])
})

test('members of a group are added and taken away, each once', () => {
  const uid = '0a1b2c3d-0000-4000-8000-0000000000aa'
  const group = withMembers(NO_CARD, { add: [{ uid: 'old way' }, { address: 'ann+pier@example.test' }, { uid }] })
  assert.deepEqual(membersOf(group), [{ uid: 'old way' }, { address: 'ann+pier@example.test' }, { uid: `urn:uuid:${uid}` }])
  assert.deepEqual(membersOf(withMembers(group, { add: [{ uid: uid.toUpperCase() }, { uid: 'old way' }], remove: ['mailto:ann%2Bpier@example.test'] })), [{ uid: 'old way' }, { uid: `urn:uuid:${uid}` }])
})

test('after a conflict a form shows what was typed, and what came from elsewhere', () => {
  const before = fieldsOfCard(CARD)
  const [work, home] = before.emails
  assert.ok(work && home)
  const typed: ContactFields = { ...before, texts: { ...before.texts, nickname: 'Typed' }, emails: [{ ...work, value: 'typed@work.test' }, home, { was: '', value: 'mine@new.test', kind: 'home' }, { was: '', value: '', kind: 'home' }] }
  const theirs = fieldsOfCard(changed({ emails: [{ was: 'ann@home.test', value: '', kind: 'home' }, { was: '', value: 'theirs@new.test', kind: 'work' }] }, { note: 'Theirs', nickname: 'Theirs' }))
  const merged = mergedFields(typed, textsBefore(JSON.stringify(before.texts)), theirs)
  assert.deepEqual([merged.texts.nickname, merged.texts.note, merged.texts.given], ['Typed', 'Theirs', 'Ann'])
  assert.deepEqual(merged.emails.map(({ value }) => value), ['typed@work.test', 'mine@new.test', 'theirs@new.test'])
  assert.deepEqual(textsBefore('no JSON'), {})
  assert.deepEqual(textsBefore('{"a":1,"b":"2"}'), { b: '2' })
})

test('another name is not sorted by what the old one was sorted by', () => {
  const parameters = { language: ['ja'], 'sort-as': ['yamada tarou'] }
  const card: Card = { properties: [{ name: 'fn', parameters: {}, type: 'text', values: ['山田太郎'] }, { name: 'n', parameters, type: 'text', values: [['山田', '太郎', '', '', '']] }] }
  const before = fieldsOfCard(card)
  const named = (texts: Partial<ContactFields['texts']>) => withFields(card, { ...before, texts: { ...before.texts, ...texts } }).properties.find(({ name }) => name === 'n')?.parameters
  assert.deepEqual(named({ nickname: 'Taro' }), parameters)
  assert.deepEqual(named({ family: '佐藤' }), { language: ['ja'] })
})
