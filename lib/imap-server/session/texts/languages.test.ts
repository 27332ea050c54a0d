import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { GERMAN } from './german.ts'
import { matchLanguage, sayIn } from './languages.ts'

const FOLDER = new URL('../../', import.meta.url)
const SENTENCES = [
  /(?:new (?:Refusal|SyntaxProblem|FatalProtocolError)|\.fault)\('((?:[^'\\]|\\.)+)'/g,
  /\breturn '([A-Z][^']+(?: go together| goes with [^']+| alone))'/g,
  /\b(?:text|refusal): '([^']+)'/g,
  /(?:hangUp|say)\('([^']+)'[,)]/g,
  /^ {2}'?[a-z-]+'?: \['([A-Z][^']+)', '[A-Z ]+'\]/gm,
]

test('every sentence of a reply is there in German', () => {
  const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const used = sources.flatMap((name) => SENTENCES.flatMap((pattern) => [...readFileSync(new URL(name, FOLDER), 'utf8').matchAll(pattern)].map(([, sentence = '']) => sentence.replaceAll('\\\\', '\\'))))
  const sentences = [...new Set(used)].filter((sentence) => sentence.includes(' ') || /^[A-Z][a-z]/.test(sentence))
  assert.ok(sentences.length > 80, `${sentences.length} were found`)
  assert.deepEqual(sentences.filter((sentence) => GERMAN[sentence] === undefined), [])
})

test('a sentence in the language asked for, in UTF-8', () => {
  assert.equal(sayIn('en', 'Signed in'), 'Signed in')
  assert.equal(sayIn('de', 'Deleted'), 'Gel\xc3\xb6scht')
  assert.equal(sayIn('de', 'Expected a mailbox name at column 3'), 'Nicht verst\xc3\xa4ndlich ab Spalte 3')
  assert.equal(sayIn('de', 'Expected DONE'), 'DONE wurde erwartet')
  assert.equal(sayIn('de', 'Number too large at column 12 of line 2'), 'Zahl zu gro\xc3\x9f ab Spalte 12 von Zeile 2')
  assert.equal(sayIn('de', 'Nobody has translated this'), 'Nobody has translated this')
  for (const german of Object.values(GERMAN)) assert.doesNotMatch(german, /[\r\n\]]/)
})

test('ranges are tried in their order', () => {
  assert.equal(matchLanguage(['de-AT', 'en']), 'de')
  assert.equal(matchLanguage(['fr', 'EN-gb']), 'en')
  assert.equal(matchLanguage(['fr', 'default', 'de']), 'en')
  assert.equal(matchLanguage(['den', 'fr']), undefined)
})
