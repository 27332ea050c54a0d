import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fold } from './fold.ts'
import { readSections } from './read-markdown.ts'
import { QUERY_LIMIT, RESULTS_LIMIT, searchable, searchManual, wordsOfQuery } from './search-manual.ts'

const sectionsOf = (slug: string, title: string, markdown: string) => readSections(markdown, [title.toLowerCase()]).map((section) => searchable({ slug, title, language: 'en' }, section))
const MANUAL = [
  ...sectionsOf('writing', 'Writing', '# Attachments\n\nChoose a file & press Attach.'),
  ...sectionsOf('reading', 'Reading', '# Opening\n\nEach attachment has a link. Größe und Straße. The naïve café.'),
]
const found = (query: string) => searchManual(MANUAL, query).map(({ slug }) => slug)
const excerpt = (query: string) => searchManual(MANUAL, query)[0]?.excerpt.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join('')

test('every word has to be there, in whatever case and with or without accents', () => {
  assert.deepEqual(found('ATTACHMENT'), ['writing', 'reading'])
  assert.deepEqual(found('attachment link'), ['reading'])
  assert.deepEqual(found('attachment nowhere'), [])
  for (const query of ['größe straße', 'GRÖSSE STRASSE', 'grosse Straße']) assert.deepEqual(found(query), ['reading'])
  assert.deepEqual(found('groesse'), [])
  assert.deepEqual(found('naive cafe'), ['reading'])
  assert.deepEqual(found('writing file'), ['writing'])
})

test('a question without words finds nothing', () => {
  for (const query of ['', '   ', '?!', '<>']) assert.deepEqual(found(query), [])
})

test('the excerpt marks the words as they are written', () => {
  assert.equal(excerpt('größe cafe'), 'Each attachment has a link. [Größe] und Straße. The naïve [café].')
  assert.equal(excerpt('strasse'), 'Each attachment has a link. Größe und [Straße]. The naïve café.')
})

test('the excerpt of a long section begins near the first word and says that there is more', () => {
  const long = sectionsOf('x', 'X', `# H\n\n${'before '.repeat(60)}needle ${'after '.repeat(60)}`)
  const text = searchManual(long, 'needle')[0]?.excerpt.map((piece) => piece.text).join('') ?? ''
  assert.match(text, /^… (before ){1,12}needle .* …$/)
  assert.ok(text.length < 300)
})

test('a script without blanks is cut where it is, and its words are found', () => {
  const japanese = sectionsOf('x', 'X', `# H\n\n1 ${'前'.repeat(100)}添付ファイル${'後'.repeat(300)}\n`)
  const pieces = searchManual(japanese, '添付')[0]?.excerpt ?? []
  assert.deepEqual(pieces.filter(({ isMarked }) => isMarked).map(({ text }) => text), ['添付'])
  assert.ok(pieces.map(({ text }) => text).join('').length < 300)
})

test('whatever is asked, the pieces are the text, few, and bounded', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'grapheme', maxLength: 2000 }), (query, text) => {
    const section = { title: 'T', anchor: 't', text: text.replaceAll(/\s+/g, ' ').trim() }
    const results = searchManual([searchable({ slug: 's', title: 'T', language: 'en' }, section)], query)
    for (const { excerpt: pieces } of results) {
      const whole = pieces.map((piece) => piece.text).join('').replace(/^… /, '').replace(/ …$/, '')
      assert.ok(section.text.includes(whole))
    }
    assert.ok(wordsOfQuery(query).length <= 10)
  }))
  assert.ok(wordsOfQuery(`${'a'.repeat(QUERY_LIMIT * 2)}`)[0]?.length === QUERY_LIMIT)
  const many = Array.from({ length: 100 }, () => MANUAL[0]!)
  assert.equal(searchManual(many, 'file').length, RESULTS_LIMIT)
})

test('folding keeps where each character came from', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const folded = fold(text)
    assert.equal(folded.origins.length, folded.text.length + 1)
    assert.equal(folded.origins.at(-1), text.length)
    assert.ok(folded.origins.every((origin, at) => at === 0 || origin >= (folded.origins[at - 1] ?? 0)))
  }))
})
