import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeLocalParts } from './complete-local-parts.ts'

test('a local part that stands alone gets the domain, everything else stays word for word', () => {
  const table: [typed: string, completed: string][] = [
    ['bob', 'bob@here.test'],
    [' bob , carol@there.test,dave.o', ' bob@here.test , carol@there.test,dave.o@here.test'],
    ['jörg; bob', 'jörg@here.test; bob@here.test'],
    ['Team: alice, bob;', 'Team: alice@here.test, bob@here.test;'],
    ['Bob Example', 'Bob Example'],
    ['bob@', 'bob@'],
    ['bob <carol>', 'bob <carol>'],
    ['"x, bob, y" <a@there.test>, bob', '"x, bob, y" <a@there.test>, bob@here.test'],
    ['a@b (me, bob, you), bob', 'a@b (me, bob, you), bob@here.test'],
    ['bob..smith', 'bob..smith'],
    ['"bob', '"bob'],
    ['', ''],
    [',,', ',,'],
  ]
  for (const [typed, completed] of table) assert.equal(completeLocalParts(typed, 'here.test'), completed, typed)
})

test('a megabyte without an end takes no time', () => {
  for (const text of ['"', '<', '(', 'a', '\\', 'a b ']) assert.ok(completeLocalParts(text.repeat(250_000), 'here.test').length >= 250_000)
})
