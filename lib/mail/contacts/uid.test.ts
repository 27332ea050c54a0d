import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uidKey } from './uid.ts'

test('spellings of one UID are alike, other UIDs differ by case', () => {
  const uuid = '0a1b2c3d-1111-2222-3333-444455556666'
  for (const uid of [uuid, uuid.toUpperCase(), `urn:uuid:${uuid}`, ` URN:UUID:${uuid.toUpperCase()} `]) assert.equal(uidKey(uid), uuid, uid)
  assert.notEqual(uidKey('abc'), uidKey('ABC'))
  assert.equal(uidKey('https://example.test/a'), 'https://example.test/a')
  assert.equal(uidKey(''), '')
})
