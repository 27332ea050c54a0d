import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findLinks } from './find-links.ts'
import { DEEPEST, textBlocks, writtenParagraphs } from './text-blocks.ts'


test('quotes are told apart by their depth', () => {
  assert.deepEqual(textBlocks('Yes.\n> Tea?\n> > Coffee?\n>> Or\nBye'), [
    { depth: 0, text: 'Yes.' },
    { depth: 1, text: 'Tea?' },
    { depth: 2, text: 'Coffee?\nOr' },
    { depth: 0, text: 'Bye' },
  ])
})

test('nothing is lost and depth is bounded', () => {
  assert.equal(textBlocks(`${'>'.repeat(500)}x`)[0]?.depth, DEEPEST)
  fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z ]{0,20}$/)), (lines) => {
    const shown = textBlocks(lines.join('\n')).map(({ text }) => text).join('\n')
    assert.equal(shown.replace(/\s/g, ''), lines.join('').replace(/\s/g, ''))
  }))
})

test('paragraphs stay apart, with the marks of their quote and the blanks that place a word', () => {
  assert.deepEqual(writtenParagraphs({ depth: 0, text: 'Dear all,\n\n \nrow   1\n  row 2\n\n' }), ['Dear all,', 'row\u00a0\u00a0 1\n\u00a0\u00a0row 2'])
  assert.deepEqual(writtenParagraphs({ depth: 2, text: 'Coffee?\nOr' }), ['> > Coffee?\n> > Or'])
  assert.deepEqual(writtenParagraphs({ depth: 0, text: '\n \n' }), [])
})

test('addresses become links without the punctuation around them', () => {
  const table: readonly [string, readonly string[]][] = [
    ['see https://example.org/a.', ['https://example.org/a']],
    ['(http://example.org/a_(b))', ['http://example.org/a_(b)']],
    ['<https://example.org/?q=1&r=2>', ['https://example.org/?q=1&r=2']],
    ['www.example.org, and more', ['http://www.example.org/']],
    ['vbscript:x data:text/html,x ftp://example.org mailto:a@b.org', []],
    ['https://', []],
    ['http://localhost/x', []],
    ['"https://a.example/" "https://b.example/x"', ['https://a.example/', 'https://b.example/x']],
  ]
  for (const [text, hrefs] of table) assert.deepEqual(findLinks(text).flatMap(({ href }) => href ?? []), hrefs, text)
})

test('the text is the same with its links found, and only http and https are followed', () => {
  const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom('https://', 'www.', 'data:', '(', ')', 'a.example/', ' ')), { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(fc.property(texts, (text) => {
    const links = findLinks(text)
    assert.equal(links.map((part) => part.text).join(''), text)
    for (const { href } of links) if (href !== undefined) assert.match(href, /^https?:\/\//)
  }))
})
