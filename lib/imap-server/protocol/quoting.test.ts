import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromOctets, readMailboxName, toOctets, writeAstring, writeMailboxName, writeString } from './quoting.ts'

test('strings are quoted where they may be, and literals elsewhere', () => {
  assert.equal(writeString('a "b" \\c'), '"a \\"b\\" \\\\c"')
  assert.equal(writeString(''), '""')
  assert.equal(writeString('a\r\nb'), '{4}\r\na\r\nb')
  assert.equal(writeString('\xff'), '{1}\r\n\xff')
  assert.equal(writeAstring('INBOX'), 'INBOX')
  assert.equal(writeAstring('nil'), '"nil"')
  assert.equal(writeAstring('two words'), '"two words"')
  assert.equal(writeAstring('a*b'), '"a*b"')
})

test('mailbox names are Unicode, INBOX has one spelling', () => {
  assert.equal(readMailboxName('inbox'), 'INBOX')
  assert.equal(readMailboxName('Inbox/Sub'), 'INBOX/Sub')
  assert.equal(readMailboxName('inboxes'), 'inboxes')
  assert.equal(readMailboxName('Entw&APw-rfe'), 'Entwürfe')
  for (const name of ['&', 'a&AAo-b', '\xfc', 'a&ICg-b']) assert.equal(readMailboxName(name), undefined, name)
  assert.equal(writeMailboxName('Entwürfe'), 'Entw&APw-rfe')
  assert.equal(writeMailboxName('two words'), '"two words"')
})

test('octets are UTF-8, or Latin-1 where they are none', () => {
  assert.equal(fromOctets('\xc3\xbc'), 'ü')
  assert.equal(fromOctets('\xfc'), 'ü')
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fromOctets(toOctets(text)) === text))
})
