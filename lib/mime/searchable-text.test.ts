import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MessageDigester } from './message-digester.ts'
import { searchableHeader, searchableText } from './searchable-text.ts'

const MESSAGE = Buffer.from(
  [
    'Subject: not here',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    'not the preamble',
    '--b',
    'Content-Type: text/plain; charset=koi8-r',
    'Content-Transfer-Encoding: base64',
    '',
    '8NLJ18XU',
    '--b',
    'Content-Type: image/png; name="=?utf-8?q?caf=C3=A9?=.png"',
    '',
    'not the image',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Subject: =?utf-8?q?=C3=BCber?=',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '<p>stra=C3=9Fe</p>',
    '--b--',
  ].join('\r\n'),
  'latin1',
)

function parts(): Parameters<typeof searchableText>[0] {
  const digester = new MessageDigester()
  digester.write(MESSAGE)
  return digester.end().parts
}

async function* read({ start, end }: { readonly start: number; readonly end: number }): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += 5) yield MESSAGE.subarray(at, Math.min(end, at + 5))
}

test('text parts and headers of parts, decoded, and nothing else', async () => {
  const text = (await Array.fromAsync(searchableText(parts(), read))).join('')
  for (const found of ['Привет\n', 'café.png', 'subject: über\n', '<p>straße</p>\n']) assert.ok(text.includes(found), found)
  for (const absent of ['not here', 'not the preamble', 'not the image', '8NLJ18XU']) assert.ok(!text.includes(absent), absent)
})

test('no more than the limit', async () => {
  const whole = (await Array.fromAsync(searchableText(parts(), read))).join('')
  for (const limit of [0, 1, 20, whole.length, whole.length + 1]) {
    assert.equal((await Array.fromAsync(searchableText(parts(), read, limit))).join(''), whole.slice(0, limit))
  }
})

test('a header as text', () => {
  assert.equal(searchableHeader(Buffer.from('Subject: =?utf-8?q?=C3=A9?=\r\n\tx\r\nTo: a@b\r\n\r\n')), 'subject: é\tx\nto: a@b\n'.replace('\t', ' '))
})

test('HTML is searched by the charset that it names itself, however it comes', async () => {
  const message = Buffer.concat([Buffer.from('Content-Type: text/html\r\n\r\n<meta charset=windows-1251><p>'), Buffer.from('cff0e8e2e5f2', 'hex'), Buffer.alloc(5_000, 'x')])
  const digester = new MessageDigester()
  digester.write(message)
  async function* piecewise({ start, end }: { readonly start: number; readonly end: number }): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; at += 7) yield message.subarray(at, Math.min(end, at + 7))
  }
  assert.match((await Array.fromAsync(searchableText(digester.end().parts, piecewise))).join(''), /<p>Привет/)
})
