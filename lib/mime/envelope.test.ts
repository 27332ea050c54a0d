import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEnvelope } from './envelope.ts'

test('an envelope for people', () => {
  const header = ['Date: Mon, 7 Feb 1994 21:52:25 -0800', 'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=', 'From: =?utf-8?q?J=C3=BCrgen?= <j@example.test>', 'To: Team: a@b, c@d;', 'Cc: caf\xe9 <e@f>', 'Message-ID: <1@example.test>', '', ''].join('\r\n')
  const from = [{ name: 'Jürgen', address: 'j@example.test' }]
  assert.deepEqual(readEnvelope(Buffer.from(header, 'latin1')), {
    date: new Date('1994-02-08T05:52:25Z'),
    subject: 'Grüße',
    from,
    sender: from,
    replyTo: from,
    to: [{ name: 'Team', address: '', group: [{ name: '', address: 'a@b' }, { name: '', address: 'c@d' }] }],
    cc: [{ name: 'café', address: 'e@f' }],
    bcc: [],
    inReplyTo: '',
    messageId: '<1@example.test>',
  })
})

test('raw octets are read in the charset of the body', () => {
  const header = Buffer.from('Subject: \xf0\xd2\xc9\r\nFrom: \xf0 <a@b>\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n', 'latin1')
  assert.deepEqual([readEnvelope(header).subject, readEnvelope(header).from[0]?.name], ['При', 'П'])
})

test('no header at all', () => {
  const { date, subject, from } = readEnvelope(new Uint8Array(0))
  assert.deepEqual([date, subject, from], [undefined, '', []])
})
