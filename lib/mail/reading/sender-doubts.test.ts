import assert from 'node:assert/strict'
import { test } from 'node:test'
import { senderDoubts } from './sender-doubts.ts'

const person = (address: string) => [{ name: '', address }]
const doubts = (from: string, replyTo: string, lines: readonly (readonly [string, string])[] = [], trusted: readonly string[] = ['mx.example.test']) =>
  senderDoubts({ from: person(from), replyTo: person(replyTo), headers: lines.map(([name, value]) => ({ name, value })), trusted })
const results = (value: string, trusted?: readonly string[]) => doubts('a@b.test', 'a@b.test', [['Authentication-Results', value]], trusted)

test('answers that go to another domain, unless it is a list', () => {
  assert.deepEqual(doubts('boss@bank.test', 'boss@evil.test'), ['reply-elsewhere'])
  assert.deepEqual(doubts('boss@bank.test', 'other@bank.test'), [])
  assert.deepEqual(doubts('boss@mail.bank.test', 'boss@bank.test'), [])
  assert.deepEqual(doubts('boss@bank.test', 'boss@xbank.test'), ['reply-elsewhere'])
  assert.deepEqual(doubts('ann@bank.test', 'list@lists.test', [['List-Id', '<x.lists.test>']]), [])
  assert.deepEqual(senderDoubts({ from: [], replyTo: person('x@y.test'), headers: [], trusted: [] }), [])
})

test('domains that look like others', () => {
  assert.deepEqual(doubts('a@pаypal.test', 'a@pаypal.test'), ['sender-lookalike'], 'a Cyrillic a')
  assert.deepEqual(doubts('a@аррӏе.test', 'a@аррӏе.test'), ['sender-lookalike'], 'Cyrillic letters alone')
  assert.deepEqual(doubts('a@xn--pypal-4ve.test', 'a@xn--pypal-4ve.test'), ['sender-lookalike'])
  for (const domain of ['почта.test', 'köln.test', '例え.test', 'example.test']) assert.deepEqual(doubts(`a@${domain}`, `a@${domain}`), [], domain)
})

test('what the own mail server found out, and nobody else', () => {
  assert.deepEqual(results('mx.example.test; dmarc=fail header.from=b.test; spf=pass'), ['sender-unproven'])
  assert.deepEqual(results('MX.example.test 1; spf=fail smtp.mailfrom=x; dkim=none'), ['sender-unproven'])
  assert.deepEqual(results('mx.example.test; dkim=fail; dkim=pass; spf=fail; dmarc=pass'), [])
  assert.deepEqual(results('mx.example.test; dkim=pass; spf=fail'), [])
  assert.deepEqual(results('mx.example.test; none'), [])
  assert.deepEqual(results('evil.test; dmarc=fail'), [])
  assert.deepEqual(results('mx.example.test; dmarc=fail', []), [], 'nobody is trusted unless named')
  assert.deepEqual(results('mx.example.test (; dmarc=pass) ; dmarc=fail (dmarc=pass)'), ['sender-unproven'], 'comments count for nothing')
})

test('the newest line of a trusted host decides', () => {
  const lines = [['Authentication-Results', 'evil.test; dmarc=fail'], ['Authentication-Results', 'mx.example.test; dmarc=fail'], ['Authentication-Results', 'mx.example.test; dmarc=pass']] as const
  assert.deepEqual(doubts('a@b.test', 'a@b.test', lines), ['sender-unproven'])
})

test('a line without end is read in time', () => {
  assert.deepEqual(results(`mx.example.test; ${'('.repeat(200_000)}${'; a=b'.repeat(50_000)}`), [])
})
