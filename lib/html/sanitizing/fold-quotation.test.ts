import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sanitizeMailHtml } from '../sanitize.ts'

const folded = (html: string): string => sanitizeMailHtml(html, { remoteContent: false, rewrite: () => undefined, foldBelow: 'Quoted message' }).html
const LONG = 'What was written before. '.repeat(40)
const FOLD = '<details data-mail-quotation=""><summary>Quoted message</summary><blockquote'

test('a long quotation at the end of an answer is folded, however it is boxed', () => {
  for (const html of [
    `<p>Yes.</p><blockquote>${LONG}</blockquote>`,
    `<body style="color:red"><div>Yes.</div><div class="gmail_quote"><div>On Monday Bob wrote:</div><blockquote>${LONG}<br></blockquote></div><br>\n</body>`,
    `<style>p{color:red}</style><p>Yes.</p><div><div><p>Bob:</p><blockquote type="cite"><div>${LONG}</div><blockquote>${LONG}</blockquote></blockquote></div></div><style>p{}</style>`,
  ]) {
    const once = folded(html)
    assert.equal(once.split(FOLD).length, 2, once)
    assert.equal(folded(once), once, 'read again it is the same')
  }
})

test('what is short, answered in between, followed by words, or all there is stays as it is', () => {
  for (const html of [
    '<p>Yes.</p><blockquote>At noon?</blockquote>',
    `<blockquote>${LONG}</blockquote>`,
    `<div><br></div><div><blockquote>${LONG}</blockquote></div>`,
    `<p>Yes.</p><blockquote>${LONG}</blockquote><p>And no.</p>`,
    `<p>Yes.</p><table><tr><td><blockquote>${LONG}</blockquote></td></tr></table>`,
    `<p>Yes.</p><details><summary>Quoted message</summary>${LONG}</details>`,
  ]) assert.doesNotMatch(folded(html), /data-mail-quotation/, html)
  assert.doesNotMatch(sanitizeMailHtml(`<p>Yes.</p><blockquote>${LONG}</blockquote>`, { remoteContent: false, rewrite: () => undefined }).html, /details/)
})

test('no nesting makes it change when it is read again', () => {
  const piece = fc.constantFrom('<blockquote>', '</blockquote>', '<div>', '</div>', '<p>', '<details>', '<details open>', '</details>', '<summary>Quoted message</summary>', '<b>', '</b>', '<table><tr><td>', '</table>', LONG, 'Yes.', '<style>p{}</style>', '<br>')
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    const once = folded(pieces.join(''))
    assert.equal(folded(once), once)
  }), { numRuns: 300 })
})
