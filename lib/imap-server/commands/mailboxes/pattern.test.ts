import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchesPattern } from './pattern.ts'

const MATCHES: readonly (readonly [pattern: string, name: string])[] = [
  ['*', 'a/b/c'],
  ['%', 'a'],
  ['%/%', 'a/b'],
  ['a*', 'a'],
  ['a*c', 'a/b/c'],
  ['a/%/c', 'a/b/c'],
  ['inbox', 'INBOX'],
  ['%%', 'abc'],
  ['*%', 'a/b'],
  ['', ''],
  ['日*語', '日本語'],
  ['😀%', '😀x'],
]

const MISSES: readonly (readonly [pattern: string, name: string])[] = [
  ['%', 'a/b'],
  ['a', 'ab'],
  ['a%', 'a/b'],
  ['%/%', 'a'],
  ['', 'a'],
  ['A', 'a'],
  ['inbox', 'inboxes'],
  ['%c', 'a/bc/'],
]

test('patterns of LIST', () => {
  for (const [pattern, name] of MATCHES) assert.equal(matchesPattern(name, pattern), true, `${pattern} ${name}`)
  for (const [pattern, name] of MISSES) assert.equal(matchesPattern(name, pattern), false, `${pattern} ${name}`)
})

test('a hostile pattern takes no longer than name times pattern', () => {
  assert.equal(matchesPattern('a'.repeat(1000), `${'*a'.repeat(400)}b`), false)
})
