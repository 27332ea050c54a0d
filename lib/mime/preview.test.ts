import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MessageDigester } from './message-digester.ts'
import { readPreview } from './preview.ts'

function digest(message: Buffer, chunkSize = Infinity): ReturnType<MessageDigester['end']> {
  const digester = new MessageDigester()
  for (let at = 0; at < message.length; at += chunkSize) digester.write(message.subarray(at, at + chunkSize))
  return digester.end()
}

const crlf = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'))
const html = (...lines: readonly string[]): Buffer => crlf('Content-Type: text/html; charset=utf-8', '', ...lines)

const CASES: readonly (readonly [name: string, message: Buffer, preview: string])[] = [
  ['plain text', crlf('Subject: x', '', 'Hello  Bob,', '', '\tsee you.'), 'Hello Bob, see you.'],
  ['quotes and signature are not one’s own words', crlf('Subject: x', '', '> were you there?', 'Yes.', '-- ', 'Ann'), 'Yes.'],
  ['nothing but quotes', crlf('Subject: x', '', '> were you there?'), '> were you there?'],
  ['nothing', crlf('Subject: x', '', ''), ''],
  ['encoded, in a charset', crlf('Content-Type: text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding: quoted-printable', '', 'caf=E9 =', 'cr=E8me'), 'café crème'],
  ['HTML', html('<html><head><title>T</title><style>p{}</style></head><body><!-- c --><p>One</p><p>t<b>w</b>o &amp; &#x41;&eacute;&nop;</p>3 < 4'), 'One two & Aé&nop; 3 < 4'],
  ['HTML that names its charset itself', Buffer.concat([crlf('Content-Type: text/html', '', '<meta charset=windows-1251><p>'), Buffer.from('cff0e8e2e5f2', 'hex')]), 'Привет'],
  ['HTML that ends nowhere', html('a<style>x'), 'a'],
  ['unseen characters are left out', html('Hi\u200b\u200c\u00ad there&zwnj;&#0;'), 'Hi there'],
  ['the plain part of two', crlf('Content-Type: multipart/alternative; boundary=b', '', '--b', 'Content-Type: text/html', '', '<p>rich', '--b', 'Content-Type: text/plain', '', 'plain', '--b--'), 'plain'],
  ['attachments are no text', crlf('Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Disposition: attachment', '', 'log', '--b', '', 'words', '--b--'), 'words'],
  ['an empty plain part', crlf('Content-Type: multipart/alternative; boundary=b', '', '--b', '', '', '--b', 'Content-Type: text/html', '', '<p>rich', '--b--'), 'rich'],
  ['pictures', crlf('Content-Type: image/png', 'Content-Transfer-Encoding: base64', '', 'AAAA'), ''],
]

for (const [name, message, preview] of CASES) {
  test(`preview: ${name}`, async () => {
    const { parts, preview: made } = digest(message)
    assert.equal(made, preview)
    assert.equal(digest(message, 3).preview, preview)
    if (name.startsWith('attachments')) return
    assert.equal(await readPreview(parts, async function* ({ start, end }) { yield message.subarray(start, end) }), preview) // prettier-ignore
  })
}

test('RFC 8970 §3.3: at most 200 characters, and those whole', () => {
  const made = digest(crlf('Content-Type: text/plain; charset=utf-8', '', '\u{1f600}'.repeat(5000))).preview
  assert.equal(made, '\u{1f600}'.repeat(200))
})

test('any HTML is read in its time and gives well-formed text', () => {
  const piece = fc.constantFrom('<', '>', '<!--', '-->', '<style', '</style>', '&', '&#', '&#xd800;', 'a', '"', '<p ', '\u0000', '\ud800', '</')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const { preview } = digest(html(...pieces))
      assert.ok([...preview].length <= 200 && preview.isWellFormed() && !/[\u0000-\u001f]/.test(preview))
    }),
  )
  for (const pieces of ['<', '<style', '<!--', '&#', '<p "']) assert.ok(digest(html(pieces.repeat(20_000))).preview.length <= 200)
})
