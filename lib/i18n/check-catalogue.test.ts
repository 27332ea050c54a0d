import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueFiles } from './catalogue-files.ts'
import { checkCatalogue } from './check-catalogue.ts'
import { administration } from './english/administration.ts'
import { pages } from './english/pages.ts'
import { screens } from './english/screens.ts'
import { LANGUAGES } from './languages.ts'
import type { Catalogue } from './message-type.ts'
import { pseudoCatalogue } from './pseudo-catalogue.ts'
import { pageWordsIn } from './page-words-in.ts'
import { wordsIn } from './words-in.ts'

test('every language is complete, and each file is one of them', async () => {
  const files = await catalogueFiles()
  const wanted = ['screens', 'pages', 'administration'].flatMap((folder) => LANGUAGES.map(({ tag }) => `${folder}/${tag}.json`).filter((name) => !name.endsWith('/en.json')))
  assert.deepEqual(files.map(({ name }) => name).toSorted(), wanted.toSorted())
  for (const { name, language, source, catalogue } of files) assert.deepEqual(checkCatalogue(source, catalogue, language), [], name)
  for (const source of [screens, pages, administration]) {
    assert.deepEqual(checkCatalogue(source, source, 'en'), [])
    assert.deepEqual(checkCatalogue(source, pseudoCatalogue(source), 'en'), [])
  }
})

test('no name is in two of them: pages have all words in one', () => {
  const names = [screens, pages, administration].flatMap((source) => Object.keys(source))
  assert.equal(new Set(names).size, names.length)
})

test('what is wrong with a translation is named', () => {
  const source = { a: 'A', group: { b: '{count, plural, one {one of {name}} other {# of {name}}}' }, c: '{x}', d: '' }
  const problemsOf = (catalogue: Catalogue, language = 'pl'): Record<string, string> => Object.fromEntries(checkCatalogue(source, catalogue, language).map(({ name, problem }) => [name, problem]))
  const whole = { a: 'A', group: { b: '{count, plural, one {jeden {name}} few {# {name}} many {# {name}} other {# {name}}}' }, c: '{x}', d: '' }
  assert.deepEqual(problemsOf(whole), {})
  assert.deepEqual(problemsOf({ ...whole, a: '', e: 'E' }), { a: 'empty', e: 'nobody asks for it' })
  assert.deepEqual(problemsOf({ ...whole, group: {}, c: '{y}' }), { 'group › b': 'missing', c: 'asks for y where the source asks for x' })
  assert.deepEqual(problemsOf({ ...whole, group: source.group }), { 'group › b': 'has no plural for few, many' })
  assert.deepEqual(problemsOf({ ...whole, group: { b: '{count, plural, one {{name}} few {#} many {#} other {#}}' }, a: '<b>A</b>' }), { a: 'holds markup' })
  assert.deepEqual(problemsOf({ ...whole, group: { b: '{count, plural, one {из {name}} few {# {name}} many {# {name}} other {# {name}}}' } }, 'ru'), { 'group › b': 'does not say the number for one, which is more than one number' })
  assert.match(problemsOf({ ...whole, c: '{x' }).c ?? '', /^cannot be read: /)
})

test('words count by the rules of their language', async () => {
  const { done, manage } = await pageWordsIn('ar')
  assert.equal(manage.messages({ count: 2 }), 'رسالتان')
  assert.equal(manage.messages({ count: 5 }), '5 رسائل')
  assert.equal(done.move({ count: 1, target: 'x' }), 'نُقلت الرسالة إلى x')
  assert.equal((await pageWordsIn('de')).manage.messages({ count: 1234 }), '1.234 Nachrichten')
  assert.equal(wordsIn('de'), wordsIn('de'), 'one promise, which React knows again')
})
