import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isScriptName, lineAt, lineOfAnswer, scriptNameOfFile, withLineEnds } from './script.ts'

test('RFC 5804 §1.6: what a script may be called', () => {
  for (const name of ['a', 'Ferien 2026', '../x', 'ö'.repeat(256), '"{3}\\']) assert.ok(isScriptName(name), name)
  for (const name of ['', 'ö'.repeat(257), 'a\nb', 'a\0', '\u0085', 'a\u2028b', '\ud800']) assert.ok(!isScriptName(name), JSON.stringify(name))
})

test('a file is called after its script', () => {
  assert.equal(scriptNameOfFile('C:\\mail\\Holiday.sieve'), 'Holiday')
  assert.equal(scriptNameOfFile('../../a.b.txt'), 'a.b')
  assert.equal(scriptNameOfFile('.sieve'), '')
})

test('the line that a complaint names first', () => {
  assert.equal(lineOfAnswer('main: line 12: error: unknown command\nmain: line 3: error'), 12)
  assert.equal(lineOfAnswer('Syntax error, Line: 7'), 7)
  assert.equal(lineOfAnswer('script errors:\r\nline 2: parse error'), 2)
  for (const none of ['validation failed', 'online 3', 'line 0', 'line twelve']) assert.equal(lineOfAnswer(none), undefined, none)
  assert.equal(lineAt('a\r\nb\nc', 2), 'b')
  assert.equal(lineAt('a', 9), '')
})

test('a browser’s line ends become those that the script had', () => {
  assert.equal(withLineEnds('a\r\nb\r\n', 'x\ny'), 'a\nb\n')
  assert.equal(withLineEnds('a\nb\r\n', 'x\r\ny'), 'a\r\nb\r\n')
  assert.equal(withLineEnds('a\nb', ''), 'a\r\nb')
})
