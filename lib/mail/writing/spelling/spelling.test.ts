import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskText } from './mask-text.ts'
import { replaceWord, wordContext, wordPlaces } from './replace-word.ts'
import { readOwnWord } from './unknown-word.ts'

/** What is left to be checked. */
const prose = (text: string): string => {
  const masked = maskText(text)
  assert.equal(masked.length, text.length)
  return masked.replaceAll(/\s+/g, ' ').trim()
}

test('only what its writer wrote as prose is checked', () => {
  const reply = 'Helo Bob,\n\nmy ansver.\n\n-- \nAlyce Exampel\nPier 7\n\nOn 3 February 2026 at 04:05 UTC, Bobb wrote:\n> qwoted\n\nand belov\n'
  assert.equal(prose(reply), 'Helo Bob, my ansver. and belov')
  assert.equal(prose('Look at https://exampel.test/a?b, www.exampel.test, (mailto:x) or bob@exampel.test.'), 'Look at or')
  assert.equal(prose('exampel.org a/b and/or 2nd x_y C:\\tmp ~/foo #tag /usr/locall end. Next'), 'a/b and/or end. Next')
  assert.equal(prose('Hi\n-------- Weitergeleitete Nachricht --------\nBetreff: xyz\n\ntextt'), 'Hi')
  assert.equal(prose('He said:\n\nnot qwoted'), 'He said: not qwoted')
})

test('a word is replaced where it stands as a word, and never in what is quoted', () => {
  const text = 'teh cat, tehran and teh-dog\n> teh\nteh'
  assert.deepEqual(wordPlaces(text, 'teh'), [0, 20, 34])
  assert.equal(replaceWord(text, { word: 'teh', by: 'the' }).text, 'the cat, tehran and the-dog\n> teh\nthe')
  // Something was typed before it since.
  assert.deepEqual(replaceWord(text, { word: 'teh', by: 'the', at: 25 }), { text: 'teh cat, tehran and the-dog\n> teh\nteh', places: [20] })
  assert.deepEqual(replaceWord(text, { word: 'gone', by: 'x' }), { text, places: [] })
  assert.deepEqual(replaceWord(text, { word: '', by: 'x' }), { text, places: [] })
  assert.deepEqual(wordContext('one\ntwo teh three\nfour', 8, 'teh'), { before: 'two ', after: ' three' })
})

test('a word of one’s own is a word', () => {
  for (const [typed, word] of [[' Postern ', 'Postern'], ["rock'n'roll", "rock'n'roll"], ['two words', undefined], ['', undefined], ['a'.repeat(61), undefined], ['-x', undefined], ['e\u0301t\u00e9', 'été']] as const) assert.equal(readOwnWord(typed), word, typed)
})
