import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutSections } from './page-sections.ts'
import { leftOver, markPage, markSections, translateSections } from './page-translation.ts'

const ENGLISH = '# Post\n\nAll of it.\n\n## In\n\nWhat comes\nin.\n\n## Out\n\n- one\n- two\n'
const GERMAN = '# Post\n\nAlles.\n\n## Ein\n\nWas kommt.\n\n## Aus\n\n- eins\n- zwei\n'
const marked = markPage(cutSections(ENGLISH), GERMAN)
const statesFor = (english: string, translation = marked) => translateSections(cutSections(english), translation).map(({ anchor, state }) => `${anchor} ${state}`)

test('a page is cut at its headings, and nothing of it is lost', () => {
  assert.deepEqual(cutSections(ENGLISH).map(({ anchor }) => anchor), ['post', 'in', 'out'])
  assert.equal(cutSections(ENGLISH).map(({ markdown }) => markdown).join(''), ENGLISH)
})

test('the state of a section is that of its words, not of its lines', () => {
  const [, section] = cutSections(ENGLISH)
  assert.match(section?.state ?? '', /^[0-9a-f]{8}$/)
  assert.equal(cutSections(ENGLISH.replace('comes\nin', 'comes in'))[1]?.state, section?.state)
  assert.notEqual(cutSections(ENGLISH.replace('comes', 'came'))[1]?.state, section?.state)
})

test('a translation without marks is marked as a whole', () => {
  assert.deepEqual(statesFor(ENGLISH), ['post current', 'in current', 'out current'])
  assert.deepEqual(translateSections(cutSections(ENGLISH), marked).map(({ markdown }) => markdown).join(''), GERMAN)
  assert.throws(() => markPage(cutSections(ENGLISH), '# Post\n\nAlles.\n'), /1 headings, where the English page has 3/)
})

test('what has changed in English is behind, what is new is English, what has gone is left out', () => {
  assert.deepEqual(statesFor(ENGLISH.replace('two', 'three')), ['post current', 'in current', 'out behind'])
  const grown = '# Post\n\nAll of it.\n\n## New\n\nNews.\n\n## In\n\nWhat comes in.\n'
  assert.deepEqual(statesFor(grown), ['post current', 'new missing', 'in current'])
  assert.equal(translateSections(cutSections(grown), marked)[1]?.markdown, '## New\n\nNews.\n\n')
  assert.deepEqual(leftOver(cutSections(grown), marked), ['out'])
})

test('only what is meant is marked as up to date', () => {
  const changed = cutSections(ENGLISH.replace('two', 'three').replace('comes', 'came'))
  assert.deepEqual(translateSections(changed, markSections(changed, marked, (anchor) => anchor === 'out')).map(({ state }) => state), ['current', 'behind', 'current'])
  assert.deepEqual(translateSections(changed, markPage(changed, marked)).map(({ state }) => state), ['current', 'current', 'current'])
})

test('a mark without a state is behind until it has one', () => {
  const written = '# Post\n<!-- of: post -->\n\nAlles.\n\n## Aus\n<!-- of: out -->\n\nNichts.\n'
  assert.deepEqual(statesFor(ENGLISH, written), ['post behind', 'in missing', 'out behind'])
  assert.deepEqual(statesFor(ENGLISH, markPage(cutSections(ENGLISH), written)), ['post current', 'in missing', 'out current'])
})

test('a page with as many headings as the English one is marked anew from first to last, whatever marks it had', () => {
  const grown = cutSections('# Post\n\nAll of it.\n\n## New\n\nNews.\n\n## Out\n\n- one\n- two\n')
  const page = markPage(grown, marked.replace('<!-- of: in', '<!-- of: before').replace(/<!-- of: out.*\n/, ''))
  assert.deepEqual(translateSections(grown, page).map(({ anchor, state }) => `${anchor} ${state}`), ['post current', 'new current', 'out current'])
  assert.equal(page.match(/<!-- of: /g)?.length, 3)
})

test('a section without a mark is the one in the same place of a page with as many, and behind until it is marked', () => {
  const grown = '# Post\n\nAll of it.\n\n## In\n\nWhat comes in.\n\n## New\n\nNews.\n\n## Out\n\n- one\n- two\n'
  const page = marked.replace('## Aus', '## Neu\n\nNeues.\n\n## Aus')
  assert.deepEqual(statesFor(grown, page), ['post current', 'in current', 'new behind', 'out current'])
  assert.match(translateSections(cutSections(grown), page)[2]?.markdown ?? '', /^## Neu\n\nNeues\./)
  assert.deepEqual(statesFor(ENGLISH, page), ['post current', 'in current', 'out current'])
})
