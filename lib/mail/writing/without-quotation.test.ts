import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasHtmlQuotation, hasQuotation, withoutHtmlQuotation, withoutQuotation } from './without-quotation.ts'

test('what is quoted goes, with the line that says whose it is; what was written around and between it stays', () => {
  const table: [text: string, without: string][] = [
    ['Yes.\n\nOn Monday Bob wrote:\n> At noon?\n>> Where?\n', 'Yes.\n\n'],
    ['On Monday Bob wrote:\n> At noon?\n\n\nYes.\n\n-- \nAnn\n', '\n\nYes.\n\n-- \nAnn\n'],
    ['Bob 写道：\r\n> At noon?\r\nYes.\r\n> Where?\r\nHere:\r\n', 'Yes.\nHere:\n'],
    ['Not this line\n> At noon?\nYes', 'Not this line\nYes'],
    ['Yes.\n', 'Yes.\n'],
  ]
  for (const [text, without] of table) assert.equal(withoutQuotation(text), without.replace(/\n+$/, '\n'), text)
  assert.deepEqual(['a\n> b', 'a > b'].map(hasQuotation), [true, false])
})

test('in HTML a quotation goes with those inside of it', () => {
  const quote = (html: string): string => `<blockquote type="cite" style="margin:0">${html}</blockquote>`
  assert.equal(withoutHtmlQuotation(`<div>Yes</div><div>Bob wrote:</div>${quote(`<p>x</p>${quote('y')}<blockquote>z</blockquote>`)}<div>and:</div>${quote('b')}<div>No</div>`), '<div>Yes</div><div>and:</div><div>No</div>')
  assert.equal(withoutHtmlQuotation('<div>Yes</div><blockquote>a poem</blockquote>'), '<div>Yes</div><blockquote>a poem</blockquote>')
  assert.deepEqual([hasHtmlQuotation(quote('')), hasHtmlQuotation('<blockquote>')], [true, false])
})
