import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { Tickets } from './tickets.ts'

const session = (id: string): SignedIn => {
  const server = { host: 'x', port: 1, tls: 'none', verify: true } as const
  return { id, account: id, user: id, address: id, imap: server, smtp: server, onPublicComputer: false, credentials: () => ({ user: id, password: 'p' }) }
}
const content = { kind: 'remote', url: 'https://pictures.test/a.png' } as const

test('a ticket opens one thing for ten minutes', () => {
  let now = 0
  const tickets = new Tickets(() => now)
  const id = tickets.issue(session('alice'), content)
  assert.match(id, /^[A-Za-z0-9_-]{32}$/)
  assert.equal(tickets.find(id)?.content, content)
  now = 10 * 60_000
  assert.equal(tickets.find(id)?.content, content)
  now++
  assert.equal(tickets.find(id), undefined)
})

test('a ticket dies with its session, and no other does', () => {
  const tickets = new Tickets()
  const [alice, bob] = [tickets.issue(session('alice'), content), tickets.issue(session('bob'), content)]
  tickets.revoke('alice')
  assert.equal(tickets.find(alice), undefined)
  assert.equal(tickets.find(bob)?.session.id, 'bob')
})

test('what is no ticket opens nothing', () => {
  const tickets = new Tickets()
  for (const wrong of ['', 'x', '__proto__', 'x'.repeat(32), 'x'.repeat(10_000)]) assert.equal(tickets.find(wrong), undefined)
})

test('there is an end to tickets: the oldest make room', () => {
  const tickets = new Tickets()
  const first = tickets.issue(session('alice'), content)
  for (let more = 0; more < 20_000; more++) tickets.issue(session('alice'), content)
  assert.equal(tickets.find(first), undefined)
  assert.equal(tickets.find(tickets.issue(session('alice'), content))?.content, content)
})
