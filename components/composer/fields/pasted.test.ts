import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pastedFiles, pastedLines } from './pasted.ts'

test('lines of addresses are parted, one line stays as it is', () => {
  const table: readonly [text: string, lines: string | undefined][] = [
    ['bob', undefined],
    ['bob\n', undefined],
    ['bob\r\ncarol\r\n', 'bob, carol'],
    ['Ann Doe <a@x.test>,\n\n  b@y.test;\n\tc@z.test', 'Ann Doe <a@x.test>, b@y.test, c@z.test'],
    ['a@x.test\u2028b@y.test', 'a@x.test, b@y.test'],
  ]
  for (const [text, lines] of table) assert.equal(pastedLines(text), lines, text)
})

test('a picture of the text that is pasted is no file', () => {
  const [picture, paper] = [new File([], 'image.png', { type: 'image/png' }), new File([], 'paper.pdf', { type: 'application/pdf' })]
  assert.deepEqual(pastedFiles({ types: ['Files'], files: [picture] }), [picture])
  assert.deepEqual(pastedFiles({ types: ['text/html', 'Files'], files: [picture] }), [picture])
  assert.deepEqual(pastedFiles({ types: ['text/plain', 'text/html', 'Files'], files: [picture] }), [])
  assert.deepEqual(pastedFiles({ types: ['text/plain', 'Files'], files: [paper] }), [paper])
})
