import assert from 'node:assert/strict'
import { test } from 'node:test'
import { VECTORS } from '#lib/testing/fixtures/mime/hostile-html.ts'
import { decryptedDocument } from './decrypted-html.ts'

const notices = { cut: 'CUT', tangled: 'TANGLED', quotation: 'QUOTED', doubtfulLink: ({ leads }: { readonly leads: string }) => `leads to ${leads}` }
const file = (id: string, type: string, octets = new Uint8Array([71, 73, 70])) => ({ id, type, octets, name: id })
const shown = (html: string, files: readonly ReturnType<typeof file>[] = [], scheme: 'light' | 'dark' = 'light') => decryptedDocument(html, files, { scheme, notices })

test('decrypted HTML is laid out, without scripts, forms and anything from elsewhere', () => {
  const { html, remoteContent } = shown('<style>b{color:red}</style><p onclick="x()">Secret <b>words</b><img src="https://evil.test/x"><script>x()</script><form action="https://evil.test/"><input name=a></form><a href="https://evil.test/">bank.com</a>')
  assert.match(html, /<style>b{color:red}<\/style><p>Secret <b>words<\/b>/)
  assert.doesNotMatch(html, /onclick|<script|<form|<input|<img [^>]*src/)
  assert.match(html, /leads to evil\.test/)
  assert.equal(remoteContent, true)
  assert.equal(shown('<p>Nothing</p>').remoteContent, false)
  for (const css of ['<p style="background:url(https://evil.test/x)">x', '<style>p{background:url(https://evil.test/x)}</style><p>x', '<table background="https://evil.test/x"><tr><td>x']) {
    assert.doesNotMatch(shown(css).html.replace(/^.*<body>/s, ''), /evil/, css)
    assert.equal(shown(css).remoteContent, true, css)
  }
})

test('its own pictures stand in it, and only pictures', () => {
  const pictures = [file('a@x', 'image/gif'), file('b@x', 'image/svg+xml'), file('c@x', 'text/html'), file('', 'image/png'), file('d@x', 'image/png', new Uint8Array(8 * 1024 * 1024 + 1))]
  const { html, shown: used } = shown('<img alt=1 src="cid:a@x"><img alt=2 src="cid:b@x"><img alt=3 src="cid:c@x"><img alt=4 src="cid:"><img alt=5 src="cid:d@x"><p style="background:url(cid:a@x)">x', pictures)
  assert.deepEqual(used.map(({ id }) => id), ['a@x'])
  assert.equal(html.split('data:image/gif;base64,R0lG').length, 3)
  assert.doesNotMatch(html, /svg|text\/html/)
  const many = shown('<img src="cid:a@x">', [file('a@x', 'image/jpeg', new Uint8Array(3_000_000).fill(7))])
  assert.ok(many.html.includes(`data:image/jpeg;base64,${Buffer.alloc(3_000_000, 7).toString('base64')}`))
})

test('what nothing is left of is shown as its words, and so is what is tangled', () => {
  assert.match(shown('<style>p{} Visible words').html, /TANGLED.*<pre>/s)
  assert.match(shown(`${'<div>'.repeat(100_000)}Deep words`).html, /Deep words/)
  assert.match(shown(`<p>${'x '.repeat(1_200_000)}</p>`).html, /CUT/)
})

test('none of the hostile ones keeps what they came for', () => {
  for (const [name, hostile] of VECTORS) {
    const { html } = shown(hostile, [], 'dark')
    assert.doesNotMatch(html.replace(/<(?:pre|p style)[^]*$/, ''), /<(?:script|iframe|object|embed|form|input|svg|math|base href|link)\b| on\w+=|javascript:/i, name)
  }
})
