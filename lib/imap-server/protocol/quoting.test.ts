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
  assert.equal(readMailboxName('inbox', 'modified-utf7'), 'INBOX')
  assert.equal(readMailboxName('Inbox/Sub', 'modified-utf7'), 'INBOX/Sub')
  assert.equal(readMailboxName('inboxes', 'modified-utf7'), 'inboxes')
  assert.equal(readMailboxName('Entw&APw-rfe', 'modified-utf7'), 'Entwürfe')
  for (const name of ['&', 'a&AAo-b', '\xfc', 'a&ICg-b']) assert.equal(readMailboxName(name, 'modified-utf7'), undefined, name)
  assert.equal(writeMailboxName('Entwürfe', 'modified-utf7'), 'Entw&APw-rfe')
  assert.equal(writeMailboxName('two words', 'modified-utf7'), '"two words"')
})

test('mailbox names in UTF-8', () => {
  assert.equal(readMailboxName('Entw\xc3\xbcrfe', 'utf8'), 'Entwürfe')
  assert.equal(readMailboxName('Entw&APw-rfe', 'utf8'), 'Entw&APw-rfe')
  for (const name of ['\xfc', 'a\x0ab', 'a\xe2\x80\xa8b', '\xed\xa0\x80']) assert.equal(readMailboxName(name, 'utf8'), undefined, name)
  assert.equal(writeMailboxName('Entwürfe "neu"', 'utf8'), '"Entw\xc3\xbcrfe \\"neu\\""')
  assert.equal(writeMailboxName('a&b', 'utf8'), 'a&b')
  assert.equal(writeMailboxName('ü\nb', 'utf8'), '{4}\r\n\xc3\xbc\nb')
})

test('octets are UTF-8, or Latin-1 where they are none', () => {
  assert.equal(fromOctets('\xc3\xbc'), 'ü')
  assert.equal(fromOctets('\xfc'), 'ü')
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fromOctets(toOctets(text)) === text))
})
