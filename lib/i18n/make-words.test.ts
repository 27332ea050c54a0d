import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeWords } from './make-words.ts'
import { pseudoCatalogue } from './pseudo-catalogue.ts'

const source = {
  plain: "It's read",
  index: { choose: 'Choose “{subject}” from {person}', chosen: '{count, plural, one {# message} other {# messages} } to {target}' },
} as const

test('a text is itself, a pattern a function of what it names', () => {
  const words = makeWords(source, source, 'en')
  assert.equal(words.plain, "It's read")
  assert.equal(words.index.choose({ subject: '<b>{x}</b>', person: "O'Neil" }), "Choose “<b>{x}</b>” from O'Neil", 'what is put in is never read as a pattern')
  assert.equal(words.index.chosen({ count: 1, target: 'Trash' }), '1 message to Trash')
  assert.equal(words.index.chosen({ count: 12_000, target: 'Trash' }), '12,000 messages to Trash')
})

test('plurals go by the rules of the language', () => {
  const polish = { index: { chosen: '{count, plural, one {# wiadomość} few {# wiadomości} many {# wiadomości!} other {# wiadomości?}} do {target}' } }
  const words = makeWords(source, polish, 'pl')
  assert.deepEqual([1, 3, 5].map((count) => words.index.chosen({ count, target: 'x' })), ['1 wiadomość do x', '3 wiadomości do x', '5 wiadomości! do x'])
})

test('what a catalogue lacks is taken from the fallback, what it has beyond is not there', () => {
  const words = makeWords(source, { plain: 'Gelesen', index: 'no group', more: 'x' }, 'de')
  assert.deepEqual([words.plain, words.index.choose({ subject: 'a', person: 'b' }), Object.keys(words)], ['Gelesen', 'Choose “a” from b', ['plain', 'index']])
})

test('the pseudo-locale keeps arguments and plurals', () => {
  const words = makeWords(source, pseudoCatalogue(source), 'en-XA')
  assert.match(words.plain, /^\[Íţ'š řéáđ~+\]$/)
  assert.match(words.index.chosen({ count: 2, target: 'Trash' }), /^\[2 ḿéššáğéš ţó Trash~+\]$/)
})
