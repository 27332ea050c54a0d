import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { toFlowed } from './flowed-text.ts'

/** A reader after RFC 3676 §4, written from its rules alone. */
function readFlowed(text: string): { readonly depth: number; readonly text: string }[] {
  const paragraphs: { depth: number; text: string; open: boolean }[] = []
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0
    const content = line.slice(depth).replace(/^ /, '')
    const soft = content.endsWith(' ') && content !== '-- '
    const last = paragraphs.at(-1)
    if (last?.open && last.depth === depth && content !== '-- ') Object.assign(last, { text: last.text + content, open: soft })
    else paragraphs.push({ depth, text: content, open: soft })
  }
  return paragraphs.map(({ depth, text: whole }) => ({ depth, text: whole }))
}

test('lines of mail fold and come back', () => {
  const table: [typed: string, flowed: string][] = [
    ['short', 'short'],
    ['', ''],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['blanks at the end   ', 'blanks at the end'],
    [' indented', '  indented'],
    ['From here', ' From here'],
    ['> From there', '> From there'],
    ['-- ', '-- '],
    ['> quoted', '> quoted'],
    ['> > twice', '>> twice'],
    ['>', '>'],
    ['x'.repeat(200), 'x'.repeat(200)],
    [`${'word '.repeat(20)}end`, `${'word '.repeat(15)}\n${'word '.repeat(5)}end`],
    [`> ${'word '.repeat(20)}end`, `> ${'word '.repeat(14)}\n> ${'word '.repeat(6)}end`],
  ]
  for (const [typed, flowed] of table) assert.equal(toFlowed(typed), flowed, typed)
})

test('a paragraph of unquoted text reads as it was typed, whatever is in it', () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'bb', ' ', ' ', '-', '-- ', 'From ', 'ä', '𝔘', 'word '), maxLength: 80 })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (typed) => {
      const read = readFlowed(toFlowed(typed.join('\n')))
      const wanted = (typed.length === 0 ? [''] : typed).map((text) => (text === '-- ' ? text : text.trimEnd()))
      assert.deepEqual(read.map(({ text }) => text), wanted)
      assert.equal(read.every(({ depth }) => depth === 0), true)
    }),
  )
})

test('no line that could be folded is longer than 76', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', ' '), minLength: 0, maxLength: 20 }), { maxLength: 40 }), (words) => {
      const typed = `>> ${words.join(' ')}`
      for (const line of toFlowed(typed).split('\n')) {
        if (line.length > 76) assert.equal(/\S \S/.test(line.slice(3, 76).trimEnd()), false, line)
      }
    }),
  )
})
