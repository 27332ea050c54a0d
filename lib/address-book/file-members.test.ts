import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Card } from '#lib/mail/contacts/card.ts'
import { FileMembers, fromMailto, mailto } from './file-members.ts'

function card(fn: string, uid?: string): Card {
  return { properties: [{ name: 'fn', parameters: {}, type: 'text', values: [fn] }, ...(uid === undefined ? [] : [{ name: 'uid', parameters: {}, type: 'uri', values: [uid] }])] }
}

test('members are found whatever comes first, the first of a key counts, a UID that is there stays', () => {
  let count = 0
  const members = new FileMembers(() => `new-${++count}`)
  members.hold({ line: 1, card: members.known('g', card('G')), remarks: [], members: [{ key: 'a' }, { key: 'b' }, { key: 'a' }, { key: 'gone' }, { key: 'x@y.test', address: 'mailto:x@y.test', isAddress: true, name: 'X' }] })
  assert.deepEqual(members.known('a', card('A')).properties.at(-1)?.values, ['urn:uuid:new-2'])
  members.known('a', card('A again'))
  members.known('b', card('B', 'own'))
  assert.deepEqual(members.known('', card('C')), card('C'))
  const [group, ...others] = [...members.end()]
  assert.deepEqual(others, [])
  assert.deepEqual(group?.card?.properties.slice(2).map(({ parameters, values }) => [parameters, values[0]]), [[{}, 'urn:uuid:new-2'], [{}, 'own'], [{ 'x-cn': ['X'] }, 'mailto:x@y.test']])
  assert.deepEqual(group?.card && group.remarks, [{ line: 1, problem: 'member-missing', excerpt: 'gone' }])
  assert.deepEqual([...members.end()], [])
})

test('groups beyond what is held are told', () => {
  const members = new FileMembers()
  const large = card('x'.repeat(1024 * 1024))
  const told = Array.from({ length: 40 }, (_, at) => members.hold({ line: at, card: large, remarks: [], members: [] })?.problem)
  assert.deepEqual([told[0], told.at(-1)], [undefined, 'too-large'])
  const kept = [...members.end()].length
  assert.equal(kept + told.filter((problem) => problem !== undefined).length, 40)
})

test('addresses become URIs and come back', () => {
  for (const address of ['a@example.test', 'a+b@example.test', 'jörg@exämple.test', 'a%b@example.test', 'a?b@example.test']) assert.equal(fromMailto(mailto(address) ?? ''), address)
  for (const text of ['', 'nobody', 'a@b,c@d', '<a@b>', 'a b@c', 'a@b\nc']) assert.equal(mailto(text), undefined, text)
  assert.equal(fromMailto('MAILTO:a@example.test?subject=x'), 'a@example.test')
  assert.equal(fromMailto('mailto:100%@example.test'), '100%@example.test')
  assert.equal(fromMailto('urn:uuid:1'), '')
})
