import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeSignature } from './change-signature.ts'
import { signatureHtml as blockOf, type Signature } from '#lib/html/composing/signature-html.ts'

const plain = (signature: string): Signature => ({ signature, formatted: '' })
const signatureHtml = (signature: string): string => blockOf(plain(signature))
const quoted = (html: string): string => `<blockquote type="cite">${html}</blockquote>`
const [ALICE, DESK] = [signatureHtml('Alice'), signatureHtml('The desk')]

const CASES: readonly (readonly [what: string, html: string, from: string, to: string, after: string])[] = [
  ['in its place', `<div>Hello</div>${ALICE}<div>after</div>`, 'Alice', 'The desk', `<div>Hello</div>${DESK}<div>after</div>`],
  ['outside of what is quoted, below it', `${quoted(ALICE)}${ALICE}`, 'Alice', 'The desk', `${quoted(ALICE)}${DESK}`],
  ['outside of what is quoted, above it', `${ALICE}${quoted(quoted('x') + ALICE)}`, 'Alice', 'The desk', `${DESK}${quoted(quoted('x') + ALICE)}`],
  ['away where there is none now', `<div>Hello</div>${ALICE}`, 'Alice', '', '<div>Hello</div>'],
  ['below everything where there was none', '<div>Hello</div>', '', 'The desk', `<div>Hello</div><div><br></div>${DESK}`],
  ['not a second time', `<div>Hello</div>${DESK}`, '', 'The desk', `<div>Hello</div>${DESK}`],
  ['as somebody has changed it by hand', '<div id="mail-signature"><div>-- </div><div>A.</div></div>', 'Alice', 'The desk', '<div id="mail-signature"><div>-- </div><div>A.</div></div>'],
]
for (const [what, html, from, to, after] of CASES) test(`a signature stands ${what}`, () => assert.equal(changeSignature(html, plain(from), plain(to)), after))

test('letters that HTML knows otherwise are found again', () => {
  const html = changeSignature('<div>Hello</div>', plain(''), plain('A "quay" & <pier>  7'))
  assert.match(html, /A "quay" &amp; &lt;pier&gt;/)
  assert.equal(changeSignature(html, plain('A "quay" & <pier>  7'), plain('')), '<div>Hello</div><div><br></div>')
})

test('one with formatting gives way to plain text and comes back, its picture under whatever name a draft has given it', () => {
  const formatted: Signature = { signature: 'The Pier', formatted: '<div><b>The Pier</b> <img alt="" src="data:image/png;base64,iVBORw0KGgo="></div>' }
  const html = changeSignature('<div>Hello</div>', plain(''), formatted)
  assert.equal(html, `<div>Hello</div><div><br></div>${blockOf(formatted)}`)
  const resumed = html.replace(/data:[^"]*/, 'cid:0123@postern')
  assert.equal(changeSignature(resumed, formatted, plain('Alice')), `<div>Hello</div><div><br></div>${signatureHtml('Alice')}`)
  assert.equal(changeSignature(resumed, plain(''), formatted), resumed, 'not a second time')
  assert.equal(changeSignature(`<div>Hello</div>${signatureHtml('Alice')}`, plain('Alice'), formatted), `<div>Hello</div>${blockOf(formatted)}`)
})
