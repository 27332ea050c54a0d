import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DirectoryQuery } from '#lib/mail/directory/directory-query.ts'
import type { AttributeMap } from '#lib/mail/directory/directory-settings.ts'
import { anythingFilter, completionFilter, queryFilter, writeFilter, type Filter } from './filter.ts'

const ATTRIBUTES: AttributeMap = { name: ['cn', 'displayName'], first: ['givenName'], last: ['sn'], mail: ['mail'], user: ['uid'], phone: ['telephoneNumber'], organization: ['o'], unit: ['ou'], title: ['title'], city: ['l'] }
const PERSON: Filter = { type: 'equal', attribute: 'objectClass', value: 'person' }
const written = (query: Partial<DirectoryQuery>): string => {
  const filter = queryFilter({ conditions: [], join: 'and', scope: 'sub', ...query }, ATTRIBUTES, PERSON)
  return filter ? writeFilter(filter) : ''
}

test('conditions become a filter: all of them or one, each in its own way', () => {
  const both = [{ field: 'last', match: 'contains', text: 'x' }, { field: 'first', match: 'begins', text: 'y' }] as const
  assert.equal(written({ conditions: both }), '(&(objectClass=person)(&(sn=*x*)(givenName=y*)))')
  assert.equal(written({ conditions: both, join: 'or' }), '(&(objectClass=person)(|(sn=*x*)(givenName=y*)))')
  assert.equal(written({ conditions: [{ field: 'phone', match: 'is', text: ' +43 1 ' }] }), '(&(objectClass=person)(telephoneNumber=+43 1))')
  assert.equal(written({ conditions: [{ field: 'name', match: 'sounds', text: 'Meyer' }] }), '(&(objectClass=person)(|(cn~=Meyer)(displayName~=Meyer)))')
})

test('what has a meaning in filters stays a text', () => {
  assert.equal(written({ conditions: [{ field: 'last', match: 'contains', text: '*)(uid=\0\\' }] }), String.raw`(&(objectClass=person)(sn=*\2a\29\28uid=\00\5c*))`)
  assert.equal(written({ conditions: [{ field: 'last', match: 'begins', text: 'Zoë Ōé' }] }), '(&(objectClass=person)(sn=Zoë Ōé*))')
})

test('whoever types nothing asks nothing', () => {
  for (const text of ['', '   ']) assert.equal(written({ conditions: [{ field: 'last', match: 'is', text }] }), '')
  assert.equal(queryFilter({ conditions: [{ field: 'city', match: 'is', text: 'Graz' }], join: 'and', scope: 'sub' }, { ...ATTRIBUTES, city: [] }, PERSON), undefined)
  assert.equal(completionFilter(' , ', ATTRIBUTES, PERSON), undefined)
})

test('every word typed so far begins a name or an address, in whatever order', () => {
  const filter = completionFilter('Lov, ada', { ...ATTRIBUTES, name: ['cn'], first: [], last: ['sn'], user: [] }, PERSON)
  assert.equal(filter && writeFilter(filter), '(&(objectClass=person)(|(cn=Lov*)(sn=Lov*)(mail=Lov*))(|(cn=ada*)(sn=ada*)(mail=ada*)))')
  const many = completionFilter('a b c d e f g h', ATTRIBUTES, PERSON)
  assert.equal(many?.type === 'and' && many.filters.length, 7, 'the entry’s kind and six words')
})

test('one box takes names and addresses, and telephone numbers however they are spaced', () => {
  const asked = (text: string): string => {
    const filter = anythingFilter(text, { ...ATTRIBUTES, name: ['cn'], first: [], last: [], user: [] }, PERSON)
    return filter ? writeFilter(filter) : ''
  }
  assert.equal(asked('ada'), '(&(objectClass=person)(|(cn=ada*)(mail=ada*)))')
  assert.equal(asked(' +43 (1) 23-4'), '(&(objectClass=person)(telephoneNumber=*+43*1*23*4*))')
  for (const text of ['12', '007 Bond']) assert.match(asked(text), /cn=/, text)
  assert.equal(asked('---'), '')
})
