import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findLinks } from './find-links.ts'
import { DEEPEST, textBlocks, trailingQuote, writtenParagraphs } from './text-blocks.ts'


test('quotes are told apart by their depth', () => {
  assert.deepEqual(textBlocks('Yes.\n> Tea?\n> > Coffee?\n>> Or\nBye'), [
    { depth: 0, text: 'Yes.' },
    { depth: 1, text: 'Tea?' },
    { depth: 2, text: 'Coffee?\nOr' },
    { depth: 0, text: 'Bye' },
  ])
})

test('a signature stands apart from what was written, up to a quote below it', () => {
  assert.deepEqual(textBlocks('Yes.\n--\n-- \nBob\nPier 4\n> Tea?\n> -- \n> Ann'), [
    { depth: 0, text: 'Yes.\n--' },
    { depth: 0, text: '-- \nBob\nPier 4', isSignature: true },
    { depth: 1, text: 'Tea?\n-- \nAnn' },
  ])
})

test('a long quote that nothing follows is found, one that is answered or short or all there is is not', () => {
  const quote = '> line\n'.repeat(12)
  const found = (text: string) => {
    const blocks = textBlocks(text)
    const { start, end } = trailingQuote(blocks) ?? {}
    return start === undefined ? undefined : blocks.slice(start, end).map(({ text: lines }) => lines.split('\n').length)
  }
  assert.deepEqual(found(`Yes.\n\nOn Monday Bob wrote:\n${quote}`), [12])
  assert.deepEqual(found(`Yes.\n${quote}\n>> deeper\n\n-- \nAnn`), [12, 1, 1])
  assert.deepEqual(found(`Yes.\n-- \nAnn\n${quote}`), [12])
  assert.deepEqual([found(quote), found(`-- \nAnn\n${quote}`), found(`Yes.\n${quote}No.`), found(`Yes.\n${quote.slice(7)}`), found('Yes.'), found('')], [undefined, undefined, undefined, undefined, undefined, undefined])
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
