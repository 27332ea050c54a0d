import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAt, keptAs, placeOf } from './kept-account.ts'

const OWN = { host: 'Mail.example.org', port: 143 }

test('an account that is kept is on the site’s own server unless it says otherwise', () => {
  assert.deepEqual(placeOf({ user: 'bob', host: '', port: '' }, OWN), { user: 'bob', host: 'mail.example.org', port: 143 })
  assert.deepEqual(placeOf({ user: 'bob', host: 'MAIL.example.org', port: '' }, OWN), { user: 'bob', host: 'mail.example.org', port: 143 })
  assert.deepEqual(placeOf({ user: 'bob', host: 'imap.other.test', port: '' }, OWN), { user: 'bob', host: 'imap.other.test', port: 993 })
  assert.deepEqual(placeOf({ user: 'bob', host: '', port: '1143' }, OWN), { user: 'bob', host: 'mail.example.org', port: 1143 })
})

test('one that is signed in is known again', () => {
  const there = { user: 'bob', host: 'imap.other.test', port: 993 }
  assert.ok(isAt({ user: 'bob', host: 'IMAP.other.test', port: '' }, there, OWN))
  for (const other of [{ user: 'Bob' }, { host: 'imap.another.test' }, { port: '143' }, { host: '' }]) assert.ok(!isAt({ user: 'bob', host: 'imap.other.test', port: '', ...other }, there, OWN), JSON.stringify(other))
})

test('what is kept of an account is at its place, and says nothing of the site’s own server', () => {
  const [own, other] = [{ user: 'bob', ...OWN }, { user: 'bob', host: 'imap.other.test', port: 1993 }]
  assert.deepEqual(keptAs('Bob', own, OWN), { title: 'Bob', user: 'bob', host: '', port: '' })
  for (const place of [own, other, { ...own, port: 993 }]) assert.ok(isAt(keptAs('Bob', place, OWN), place, OWN))
})
