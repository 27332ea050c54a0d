import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { quoteText } from './quote-text.ts'

test('a reply quotes each line, deepens quotes, and leaves the signature out', () => {
  assert.equal(quoteText('Hello,\r\n\r\n> old\r\n> > older\r\n>oldest\r\n\r\n-- \r\nAnn'), '> Hello,\n>\n>> old\n>>> older\n>> oldest')
  assert.equal(quoteText('a\n\n\n'), '> a')
  assert.equal(quoteText(''), '')
})

test('the browser can load it: it imports nothing', () => {
  assert.doesNotMatch(readFileSync(`${import.meta.dirname}/quote-text.ts`, 'utf8'), /^import/m)
})
