import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readForwarded } from './forwarded.ts'
import { remoteAddress } from './remote-address.ts'

test('one header is read, never the other: a client may have written it', () => {
  const both = { forwarded: 'for=192.0.2.1;proto=https', 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http' }
  assert.deepEqual(readForwarded(both, 'forwarded'), { forwardedFor: '192.0.2.1', forwardedProto: 'https' })
  assert.deepEqual(readForwarded(both, 'x-forwarded-for'), { forwardedFor: '203.0.113.9', forwardedProto: 'http' })
  assert.deepEqual(readForwarded({ 'x-forwarded-for': '203.0.113.9' }, 'forwarded'), { forwardedFor: null, forwardedProto: undefined })
  assert.deepEqual(readForwarded({ forwarded: 'for=192.0.2.1' }, 'x-forwarded-for'), { forwardedFor: null, forwardedProto: undefined })
})

test('RFC 7239 in its forms, and whose request it is by it', () => {
  const table: [header: string, address: string, proto: string | undefined][] = [
    ['for=192.0.2.43', '192.0.2.43', undefined],
    ['For="[2001:db8:cafe::17]:4711"', '2001:db8:cafe::17', undefined],
    ['for=192.0.2.60;proto=http;by=203.0.113.43', '192.0.2.60', 'http'],
    ['for=1.2.3.4, for=192.0.2.43;proto=https', '192.0.2.43', 'https'],
    ['for=1.2.3.4,for="192.0.2.43:9000" ; Proto=https', '192.0.2.43', 'https'],
    ['for="1.2.3.4, for=5.6.7.8"', '10.0.0.1', undefined],
    ['for=1.2.3.4, for=unknown', '10.0.0.1', undefined],
    ['for=1.2.3.4, for=_hidden', '10.0.0.1', undefined],
    ['for=1.2.3.4, proto=https', '10.0.0.1', 'https'],
    ['for="192.0.2.43', '10.0.0.1', undefined],
    [',,;;==', '10.0.0.1', undefined],
  ]
  for (const [forwarded, address, proto] of table) {
    const { forwardedFor, forwardedProto } = readForwarded({ forwarded }, 'forwarded')
    assert.deepEqual([remoteAddress('10.0.0.1', forwardedFor, ['10.0.0.0/8']), forwardedProto], [address, proto], forwarded)
  }
})

test('a header as long as one may be takes no time', () => {
  for (const text of ['"', 'for=', ',', ';', '\\', 'a b ', '="']) assert.equal(typeof readForwarded({ forwarded: text.repeat(4000) }, 'forwarded').forwardedFor, 'string')
})
