import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAuthentication } from './authentication-results.ts'
import { remoteTrust, withRemoteSender } from './remote-senders.ts'

const line = (value: string) => [{ name: 'Authentication-Results', value }]
const read = (value: string) => readAuthentication(line(value), ['mx.test'])

test('a domain is proved by DMARC, by its signature or one above it, or by SPF of itself', () => {
  const table: [value: string, domain: string, proves: boolean][] = [
    ['mx.test; dmarc=pass header.from=shop.test', 'shop.test', true],
    ['mx.test; dmarc=pass header.from=shop.test', 'other.test', false],
    ['mx.test; dkim=pass header.d=shop.test', 'news.shop.test', true],
    ['mx.test; dkim=pass header.i=@shop.test', 'Shop.Test', true],
    ['mx.test; dkim=pass header.d=news.shop.test', 'shop.test', false],
    ['mx.test; dkim=pass header.d=test', 'shop.test', false],
    ['mx.test; dkim=pass header.d=evil.test', 'shop.test', false],
    ['mx.test; dkim=fail header.d=shop.test; dkim=pass header.d=evil.test', 'shop.test', false],
    ['mx.test; spf=pass smtp.mailfrom=bounce@shop.test', 'shop.test', true],
    ['mx.test; spf=pass smtp.mailfrom=bounce@evil.test', 'shop.test', false],
    ['mx.test; dmarc=fail header.from=shop.test; spf=pass smtp.mailfrom=shop.test', 'shop.test', false],
    ['mx.test 1; dkim=pass (good) header.d=shop.test header.s=x', 'shop.test', true],
    ['other.test; dmarc=pass header.from=shop.test', 'shop.test', false],
  ]
  for (const [value, domain, proves] of table) assert.equal(read(value)?.proves(domain) ?? false, proves, value)
})

test('what was checked is told, the best of several signatures, and nothing that is no check', () => {
  assert.deepEqual(read('mx.test; dkim=fail header.d=a.test; spf=softfail; dkim=pass header.d=b.test; iprev=pass')?.checks, [{ method: 'spf', result: 'softfail' }, { method: 'dkim', result: 'pass' }])
  assert.deepEqual(read('mx.test; none')?.checks, [])
})

test('what a sender writes into a comment or a quoted value proves nothing', () => {
  for (const value of ['mx.test; spf=none smtp.mailfrom="x; dmarc=pass header.from=shop.test"@evil.test', 'mx.test; spf=none (x; dmarc=pass header.from=shop.test) smtp.mailfrom=evil.test', 'mx.test; spf=none smtp.mailfrom="x\\"; dmarc=pass header.from=shop.test"@evil.test']) {
    assert.equal(read(value)?.proves('shop.test'), false, value)
  }
})

test('only the newest line of a trusted host counts', () => {
  const two = [...line('mx.test; dmarc=fail header.from=shop.test'), ...line('mx.test; dmarc=pass header.from=shop.test')]
  assert.equal(readAuthentication(two, ['MX.test'])?.proves('shop.test'), false)
  assert.equal(readAuthentication(two, ['mx.test'])?.isDisproved, true)
  assert.equal(readAuthentication(two, []), undefined)
})

test('a remembered sender is shown where a proof is there, or where the reader insists and nothing speaks against it', () => {
  const none = { isProven: false, isDisproved: false }
  const proven = { isProven: true, isDisproved: false }
  const disproved = { isProven: false, isDisproved: true }
  assert.equal(remoteTrust(['ann@shop.test'], 'Ann@Shop.test', proven), 'trusted')
  assert.equal(remoteTrust(['ann@shop.test'], 'ann@shop.test', none), 'unproven')
  assert.equal(remoteTrust(['@shop.test'], 'bob@shop.test', proven), 'trusted')
  assert.equal(remoteTrust(['@shop.test'], 'bob@news.shop.test', proven), 'none')
  assert.equal(remoteTrust(['@shop.test!'], 'bob@shop.test', none), 'trusted')
  assert.equal(remoteTrust(['@shop.test!'], 'bob@shop.test', disproved), 'unproven')
  assert.equal(remoteTrust(['@'], 'shop', proven), 'none')
})

test('an entry stands in the list once', () => {
  assert.deepEqual(withRemoteSender(['a@x.test', 'B@x.test!'], { sender: 'b@x.test', insists: false }), ['a@x.test', 'b@x.test'])
})
