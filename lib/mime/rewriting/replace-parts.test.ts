import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MessageDigester } from '../message-digester.ts'
import { replaceParts } from './replace-parts.ts'
import { splice, splicedSize } from './splice.ts'
import { decodeTransferOctets } from '../transfer-encoding.ts'

async function replaced(message: string, sections: readonly string[], text: string): Promise<string> {
  const octets = Buffer.from(message.replaceAll('\n', '\r\n'))
  const digester = new MessageDigester()
  digester.write(octets)
  const digest = digester.end()
  const splices = replaceParts(digest, sections.map((section) => ({ extent: digest.parts.find((part) => part.section === section)!, text })))
  assert.ok(splices)
  const pieces = await Array.fromAsync(splice((async function* () { yield octets })(), splices))
  const result = Buffer.concat(pieces)
  assert.equal(result.length, splicedSize(octets.length, splices))
  return result.toString().replaceAll('\r\n', '\n')
}

const MIXED = `From: a@example.test
Content-Type: multipart/mixed; boundary=b

preamble
--b
Content-Type: text/plain

Hello.
--b
Content-Type: application/pdf; name="a.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--b
Content-Type: image/png

not touched
--b--
epilogue
`

test('a part becomes a text in its place, and every other octet stays', async () => {
  const after = await replaced(MIXED, ['2'], 'Gone: ä.pdf')
  const [before, rest] = after.split('Content-Type: text/plain; charset=utf-8\n')
  assert.equal(before, MIXED.slice(0, MIXED.indexOf('Content-Type: application/pdf')))
  const [head = '', body = ''] = (rest ?? '').split('\n\n')
  assert.match(head, /^Content-Disposition: inline\nContent-Transfer-Encoding: base64$/)
  assert.equal(Buffer.from(decodeTransferOctets(Buffer.from(body.split('\n--b')[0] ?? ''), 'base64')).toString(), 'Gone: ä.pdf')
  assert.ok(after.endsWith(MIXED.slice(MIXED.indexOf('\n--b\nContent-Type: image/png'))))
})

test('several parts at once, a long text in lines of 76', async () => {
  const after = await replaced(MIXED, ['3', '2'], 'x'.repeat(500))
  assert.equal(after.match(/^Content-Transfer-Encoding: base64$/gm)?.length, 2)
  assert.doesNotMatch(after, /JVBERi|not touched/)
  assert.ok(after.split('\n').every((line) => line.length <= 76))
})

test('a message that is one file keeps its header but for what describes the file', async () => {
  const message = 'Received: x\nContent-Type: application/pdf;\n name="a.pdf"\nSubject: The file\nContent-Transfer-Encoding: base64\nMIME-Version: 1.0\n\nJVBERi0=\n'
  const after = await replaced(message, [''], 'Gone')
  assert.equal(after, `Received: x\nContent-Type: text/plain; charset=utf-8\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\nSubject: The file\nMIME-Version: 1.0\n\n${Buffer.from('Gone').toString('base64')}`)
})

test('a message inside the message goes as one part', async () => {
  const message = 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: inner\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nInner text\n--c--\n--b--\n'
  const after = await replaced(message, ['1'], 'Gone')
  assert.doesNotMatch(after, /inner|Inner/)
  assert.ok(after.endsWith('\n--b--\n'))
})
