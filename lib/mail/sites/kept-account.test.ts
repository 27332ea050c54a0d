import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAt, keptAs, placeOf } from './kept-account.ts'

const OWN = { host: 'Mail.example.org', port: 143, security: 'none' } as const

test('an account that is kept is on the site’s own server unless it says otherwise', () => {
  assert.deepEqual(placeOf({ user: 'bob', host: '', port: '' }, OWN), { user: 'bob', host: 'mail.example.org', port: 143, security: 'none' })
  assert.deepEqual(placeOf({ user: 'bob', host: 'MAIL.example.org', port: '' }, OWN), { user: 'bob', host: 'mail.example.org', port: 143, security: 'none' })
  assert.deepEqual(placeOf({ user: 'bob', host: 'imap.other.test', port: '' }, OWN), { user: 'bob', host: 'imap.other.test', port: 993, security: 'tls' })
  assert.deepEqual(placeOf({ user: 'bob', host: '', port: '1143' }, OWN), { user: 'bob', host: 'mail.example.org', port: 1143, security: 'tls' })
})

test('how one connects there follows from the port, and the port from how one connects, unless both are said', () => {
  const there = (port: string, security: string) => {
    const place = placeOf({ user: 'bob', host: 'imap.other.test', port, security }, OWN)
    return [place.port, place.security]
  }
  assert.deepEqual([there('', ''), there('143', ''), there('', 'starttls'), there('1993', ''), there('1143', 'starttls'), there('143', 'tls'), there('', 'nonsense')], [[993, 'tls'], [143, 'starttls'], [143, 'starttls'], [1993, 'tls'], [1143, 'starttls'], [143, 'tls'], [993, 'tls']])
})

test('one that is signed in is known again', () => {
  const there = { user: 'bob', host: 'imap.other.test', port: 993 }
  assert.ok(isAt({ user: 'bob', host: 'IMAP.other.test', port: '' }, there, OWN))
  for (const other of [{ user: 'Bob' }, { host: 'imap.another.test' }, { port: '143' }, { host: '' }]) assert.ok(!isAt({ user: 'bob', host: 'imap.other.test', port: '', ...other }, there, OWN), JSON.stringify(other))
})

test('what is kept of an account is at its place, and says nothing of the site’s own server', () => {
  const [own, other] = [{ user: 'bob', ...OWN }, { user: 'bob', host: 'imap.other.test', port: 1143, security: 'starttls' }] as const
  assert.deepEqual(keptAs('Bob', own, OWN), { title: 'Bob', user: 'bob', host: '', port: '', security: '' })
  assert.deepEqual(keptAs('Bob', other, OWN), { title: 'Bob', user: 'bob', host: 'imap.other.test', port: '1143', security: 'starttls' })
  for (const place of [own, other, { ...own, port: 993 }]) assert.ok(isAt(keptAs('Bob', place, OWN), place, OWN))
})
