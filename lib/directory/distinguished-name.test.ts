import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeRdn, isBelow, rdnOf, withUser } from './distinguished-name.ts'

test('an entry is of a directory where it stands below its base, however that is written', () => {
  assert.equal(isBelow('uid=zoe, ou=People,DC=pier,dc=test', 'dc=pier, dc=test'), true)
  assert.equal(isBelow('dc=pier,dc=test', 'dc=pier,dc=test'), true)
  assert.equal(isBelow('uid=zoe,dc=other,dc=test', 'dc=pier,dc=test'), false)
  assert.equal(isBelow('uid=zoedc=pier,dc=test', 'dc=pier,dc=test'), false)
  assert.equal(isBelow('cn=a\\,ou=people,dc=x', 'ou=people,dc=x'), false, 'that comma is part of a name')
  assert.equal(isBelow('cn=a\\\\,ou=people,dc=x', 'ou=people,dc=x'), true)
  assert.equal(isBelow('', ''), false)
})

test('a user name says nothing else in a distinguished name', () => {
  assert.equal(escapeRdn('zoe,ou=x'), 'zoe\\2cou\\3dx')
})

test('a user name is a value and nothing else, and is read back from it', () => {
  assert.equal(withUser('ou=contacts,uid=%u,dc=x', 'bob'), 'ou=contacts,uid=bob,dc=x')
  assert.equal(withUser('uid=%l,o=%u,dc=x', 'a,uid=admin@example.org'), 'uid=a\\2cuid\\3dadmin,o=a\\2cuid\\3dadmin@example.org,dc=x')
  for (const name of ['a,b', 'Zoë + "x"', '#1', ' edge ', 'back\\slash', '%u']) assert.deepEqual(rdnOf(withUser('cn=%u,dc=x', name)), ['cn', name], name)
  assert.deepEqual([rdnOf('CN=A\\, B + uid=c,dc=x'), rdnOf('')], [['CN', 'A, B'], ['', '']])
})
