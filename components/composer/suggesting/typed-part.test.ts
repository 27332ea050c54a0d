import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAsked, partAt, withAddress } from './typed-part.ts'

/** `|` stands for the caret. */
function at(marked: string) {
  const caret = marked.indexOf('|')
  return partAt(marked.replace('|', ''), caret)
}

test('the part in which somebody writes ends at commas that are no part of a name', () => {
  assert.equal(at('car|').text, 'car')
  assert.equal(at('Bob <bob@x.test>, car|').text, 'car')
  assert.equal(at('ca|r, bob@x.test').text, 'car')
  assert.equal(at('bob@x.test; car|').text, 'car')
  assert.equal(at('"Doe, Jo|').text, 'Doe, Jo')
  assert.equal(at('"Do\\"e, J" <j@x.test>, zo|').text, 'zo')
  assert.equal(at('bob@x.test,|').text, '')
  assert.equal(at('bob@x.test|, zoe').text, 'bob@x.test')
})

test('one letter asks nothing, one sign of a script in which it is a word does', () => {
  for (const [text, asked] of [['', false], ['a', false], ['é', false], ['al', true], ['山', true], ['Bob <bob@x.test>', false], ['bob@x', true]] as const) assert.equal(isAsked({ text }), asked, text)
})

test('an address takes the place of what was begun, and the next one may follow', () => {
  const put = (marked: string, address: string): string => {
    const value = marked.replace('|', '')
    const done = withAddress(value, partAt(value, marked.indexOf('|')), address)
    return `${done.value.slice(0, done.caret)}|${done.value.slice(done.caret)}`
  }
  assert.equal(put('car|', 'Carol <carol@x.test>'), 'Carol <carol@x.test>, |')
  assert.equal(put('bob@x.test, car|', 'carol@x.test'), 'bob@x.test, carol@x.test, |')
  assert.equal(put('ca|r, bob@x.test', 'carol@x.test'), 'carol@x.test, |bob@x.test')
})
