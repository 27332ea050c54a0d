import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anchorOf, readHeadings, readSections, readTargets } from './read-markdown.ts'

test('an anchor is made of the letters and digits of any script', () => {
  assert.equal(anchorOf('Finding and filing'), 'finding-and-filing')
  assert.equal(anchorOf('“Größe” der Schrift, 2.'), 'größe-der-schrift-2')
  assert.equal(anchorOf('القراءة والكتابة'), 'القراءة-والكتابة')
  assert.equal(anchorOf('読む'), '読む')
  assert.equal(anchorOf('?!'), 'section')
})

test('an anchor needs no quoting in an address', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (title) => assert.match(anchorOf(title), /^[\p{L}\p{N}\p{M}-]+$/u)))
})

test('headings of the same title have anchors of their own', () => {
  assert.deepEqual(readHeadings('# One\n\n## Two *more*\n\n## Two more\n').map(({ depth, title, anchor }) => [depth, title, anchor]), [[1, 'One', 'one'], [2, 'Two more', 'two-more'], [2, 'Two more', 'two-more-2']])
})

test('sections are the words between headings, without marks and comments', () => {
  const page = '# Title\n\nFirst **bold** `code` [link](there).\n\n<!-- table: x -->\n\n| a | b |\n|---|---|\n| c | `d` |\n\n<!-- end -->\n\n## Next\n\n- one\n- two\n\n```\ntyped <b>\n```\n'
  assert.deepEqual(readSections(page, ['title', 'next']), [
    { title: 'Title', anchor: 'title', text: 'First bold code link. a b c d' },
    { title: 'Next', anchor: 'next', text: 'one two typed <b>' },
  ])
})

test('targets are found wherever they stand', () => {
  assert.deepEqual(readTargets('[a](b)\n\n- [c](d#e) ![f](g.png)\n\n| x |\n|---|\n| [h](https://i.example/) |\n').map(({ href, isPicture }) => [href, isPicture]), [['b', false], ['d#e', false], ['g.png', true], ['https://i.example/', false]])
})
