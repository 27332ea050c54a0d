import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMessageUrl, writeUrl } from './message-url.ts'

const NOTHING = { mailbox: undefined, uidValidity: undefined, section: '', partial: undefined }

test('RFC 5092 §6: relative URLs of messages and parts', () => {
  assert.deepEqual(parseMessageUrl(';UID=20'), { ...NOTHING, uid: 20 })
  assert.deepEqual(parseMessageUrl('/INBOX/;uid=20'), { ...NOTHING, mailbox: 'INBOX', uid: 20 })
  assert.deepEqual(parseMessageUrl('inbox;UIDVALIDITY=7/;UID=20/;section=1.MIME'), { ...NOTHING, mailbox: 'INBOX', uidValidity: 7, uid: 20, section: '1.MIME' })
  assert.deepEqual(parseMessageUrl('/a/%C3%BC%3Bb/;UID=1/;SECTION=HEADER.FIELDS%20(DATE)/;PARTIAL=3.4'), { ...NOTHING, mailbox: 'a/ü;b', uid: 1, section: 'HEADER.FIELDS (DATE)', partial: { origin: 3, count: 4 } })
  assert.deepEqual(parseMessageUrl('/INBOX/;UID=1/;PARTIAL=3')?.partial?.origin, 3)
})

test('every other URL names nothing here', () => {
  const others = ['', '/', 'INBOX', '/INBOX', '/INBOX/', '/INBOX/;UID=0', '/INBOX/;UID=1/', '/INBOX?ALL', 'imap://host/INBOX/;UID=1', '//host/INBOX/;UID=1', 'imap:/INBOX/;UID=1', '/INBOX;UID=1', '/%FF/;UID=1', '/%00/;UID=1', '/%zz/;UID=1']
  for (const url of [...others, '/INBOX/;UID=1/;SECTION=1;URLAUTH=anonymous:internal:00', '/INBOX/;UID=1;EXPIRE=2', '/\xfc/;UID=1', `/${'x'.repeat(5000)}/;UID=1`, '/INBOX/;UID=1/;SECTION=%0d%0a']) {
    assert.equal(parseMessageUrl(url), undefined, url)
  }
})

test('a URL is repeated without anything that could end or forge a line', () => {
  assert.equal(writeUrl('/a b;UID=1'), '"/a%20b;UID=1"')
  assert.equal(writeUrl('"]\r\nx OK\\\xff'), '"%22%5D%0D%0Ax%20OK%5C%FF"')
  assert.equal(writeUrl('x'.repeat(5000)).length, 502)
})
