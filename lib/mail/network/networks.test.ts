import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientNetwork, isInNetworks } from './networks.ts'

const CASES: readonly (readonly [address: string, networks: readonly string[], is: boolean])[] = [
  ['127.0.0.1', ['127.0.0.0/8'], true],
  ['128.0.0.1', ['127.0.0.0/8'], false],
  ['10.1.2.3', ['192.0.2.1', '10.1.2.3'], true],
  ['10.1.2.4', ['10.1.2.3'], false],
  ['10.1.2.3', ['0.0.0.0/0'], true],
  ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
  ['10.1.2.3', ['::ffff:10.0.0.0/104'], true],
  ['11.1.2.3', ['::ffff:10.0.0.0/104'], false],
  ['::1', ['::1/128'], true],
  ['::1', ['0.0.0.0/0', '127.0.0.1'], false],
  ['2001:db8:1::5', ['2001:db8::/32'], true],
  ['2001:db9::5', ['2001:db8::/32'], false],
  ['127.0.0.1', [], false],
  ['', ['0.0.0.0/0', '::/0'], false],
  ['unknown', ['0.0.0.0/0'], false],
]

test('an address lies in a network, whatever clothing either wears', () => {
  for (const [address, networks, is] of CASES) assert.equal(isInNetworks(address, networks), is, `${address} in ${networks.join(' ')}`)
})

test('one computer is one client: an IPv4 address, and a network of IPv6', () => {
  assert.equal(clientNetwork('192.0.2.1'), clientNetwork('::ffff:192.0.2.1'))
  assert.notEqual(clientNetwork('192.0.2.1'), clientNetwork('192.0.2.2'))
  assert.equal(clientNetwork('2001:db8:0:1::5'), clientNetwork('2001:db8:0:1:ffff::6'))
  assert.notEqual(clientNetwork('2001:db8:0:1::5'), clientNetwork('2001:db8:0:2::5'))
})
