import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeRdn, isBelow } from './distinguished-name.ts'

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
