import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { quoteText, textSegments, type TextSegment } from './quote-text.ts'

test('a reply quotes each line, deepens quotes, and leaves the signature out', () => {
  assert.equal(quoteText('Hello,\r\n\r\n> old\r\n> > older\r\n>oldest\r\n\r\n-- \r\nAnn'), '> Hello,\n>\n>> old\n>>> older\n>> oldest')
  assert.equal(quoteText('a\n\n\n'), '> a')
  assert.equal(quoteText(''), '')
})

test('quotes, signature and what is between', () => {
  assert.deepEqual(textSegments('Hi\n> a\n> b\n>> c\nthere\n-- \nAnn'), [
    { kind: 'text', text: 'Hi' },
    { kind: 'quote', depth: 1, segments: [{ kind: 'text', text: 'a\nb' }] },
    { kind: 'quote', depth: 2, segments: [{ kind: 'text', text: 'c' }] },
    { kind: 'text', text: 'there' },
    { kind: 'signature', segments: [{ kind: 'text', text: '-- \nAnn' }] },
  ])
})

const LINKS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ['see https://example.test/a?b=c#d.', [['https://example.test/a?b=c#d', 'https://example.test/a?b=c#d']]],
  ['(http://example.test/x_(y))', [['http://example.test/x_(y)', 'http://example.test/x_(y)']]],
  ['<https://example.test>, "http://other.test"', [['https://example.test', 'https://example.test'], ['http://other.test', 'http://other.test']]],
  ['www.example.test/x!', [['www.example.test/x', 'https://www.example.test/x']]],
  ['write to ann.lee+x@mail.example.test.', [['ann.lee+x@mail.example.test', 'mailto:ann.lee+x@mail.example.test']]],
  ['data:text/html,x ftp://x file:///x a@b @c https:// http://', []],
  ['http://[broken', []],
]
for (const [text, expected] of LINKS) {
  test(`links in ${JSON.stringify(text)}`, () => {
    assert.deepEqual(textSegments(text).flatMap((segment) => (segment.kind === 'link' ? [[segment.text, segment.href]] : [])), expected)
  })
}

function plain(segments: readonly TextSegment[]): string {
  return segments.map((segment) => ('segments' in segment ? plain(segment.segments) : segment.text)).join('')
}

test('no character gets lost, and links are of harmless schemes', () => {
  const piece = fc.constantFrom('http://', 'www.', 'a', '@', '.test', '(', ')', '>', ' ', '\n', '-- \n', '.', 'data:', '"', 'é')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const segments = textSegments(pieces.join(''))
      const bare = (text: string): string => text.replace(/[>\s]/g, '')
      assert.equal(bare(plain(segments)), bare(pieces.join('')))
      for (const segment of segments) if (segment.kind === 'link') assert.match(segment.href, /^(?:https?:\/\/|mailto:)/)
    }),
    { numRuns: 1000 },
  )
})

test('the browser can load it: it imports nothing', () => {
  assert.doesNotMatch(readFileSync(`${import.meta.dirname}/quote-text.ts`, 'utf8'), /^import/m)
})
