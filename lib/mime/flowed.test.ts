import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeFlowed, encodeFlowed } from './flowed.ts'

test('RFC 3676 §4: soft breaks join lines of one depth', () => {
  const body = ['A paragraph that ', 'goes on ', 'here.', '', '>> quoted twice ', '>> goes on', '> quoted once ', 'not quoted', '> stuffed:', '>  two blanks', ' >no quote', ' From stuffed', '-- ', 'Ann'].join('\r\n')
  const text = ['A paragraph that goes on here.', '', '>> quoted twice goes on', '> quoted once ', 'not quoted', '> stuffed:', '>  two blanks', '>no quote', 'From stuffed', '-- ', 'Ann'].join('\n')
  assert.equal(decodeFlowed(body, { delSp: false }), text)
})

test('RFC 3676 §4.5: with DelSp the blank of a soft break goes', () => {
  assert.equal(decodeFlowed('漢 \r\n字\r\nx  \r\ny', { delSp: true }), '漢字\nx y')
})

test('long lines are broken behind blanks, with their quote marks, and lines that mislead are stuffed', () => {
  const long = 'word '.repeat(30).trim()
  const encoded = encodeFlowed(`${long}\n> > ${long}\n From here\n>\n-- \nAnn  `)
  for (const line of encoded.split('\r\n')) assert.ok(line.length <= 78, line)
  assert.ok(encoded.includes('\r\n>> word'))
  assert.ok(encoded.includes('\r\n  From here\r\n'))
  assert.ok(encoded.endsWith('\r\n-- \r\nAnn'))
})

test('a word longer than a line stays whole', () => {
  const url = `https://example.test/${'x'.repeat(200)}`
  assert.equal(encodeFlowed(`see ${url} now`), `see \r\n${url} \r\nnow`)
})

test('law: decode(encode(x)) = x for text without blanks at the ends of lines', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'word', ' ', '>', 'From ', '-', '漢'), maxLength: 60 })
  const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.map(withoutMarks).join('\n'))
  fc.assert(fc.property(text, (value) => assert.equal(decodeFlowed(encodeFlowed(value), { delSp: false }), value)), { numRuns: 1000 })
})

/** Quote marks in the form that decodeFlowed writes, and nothing at the end. */
function withoutMarks(line: string): string {
  const text = line.trimEnd()
  const marks = /^(?:> ?)*/.exec(text)?.[0] ?? ''
  const rest = text.slice(marks.length)
  return marks === '' ? rest : `${'>'.repeat(marks.replaceAll(' ', '').length)} ${rest}`
}
