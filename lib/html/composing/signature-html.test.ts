import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signatureHtml, signedTextToHtml } from './signature-html.ts'

const PLAIN = { signature: 'Ann\nat home', formatted: '' }
const FORMATTED = { signature: 'The pier', formatted: '<b>The pier</b>' }

test('a text that becomes HTML keeps the mark of its signature, so that another one takes its place and never stands below it', () => {
  assert.equal(signedTextToHtml('Hello\n\n-- \nAnn\nat home\n', PLAIN), `<div>Hello</div><div><br></div>${signatureHtml(PLAIN)}`)
  assert.equal(signedTextToHtml('-- \nThe pier\n\nOn Monday Bob wrote:\n> -- \n> The pier\n', FORMATTED).match(/mail-signature/g)?.length, 1)
  assert.ok(signedTextToHtml('-- \nThe pier\n\nBob wrote:\n> Hi\n', FORMATTED).startsWith(`${signatureHtml(FORMATTED)}<div><br></div><div>Bob wrote:</div><blockquote`))
  assert.equal(signedTextToHtml('Hello\n-- \nAnn\nin a hurry', PLAIN), '<div>Hello</div><div>-- </div><div>Ann</div><div>in a hurry</div>', 'what was changed by hand is as it was typed')
  assert.equal(signedTextToHtml('Hello', { signature: '', formatted: '' }), '<div>Hello</div>')
})
