import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { canonicalNetwork, mappedNetwork } from './network-text.ts'

describe('canonicalNetwork', () => {
  it('writes one network in one way', () => {
    for (const [one, other] of [
      ['10.1.0.0/8', '10.0.0.0/8'],
      ['192.0.2.1', '192.0.2.1/32'],
      ['192.0.2.1/0', '0.0.0.0/0'],
      ['::1', '0:0:0:0:0:0:0:1/128'],
      ['2001:DB8::1/32', '2001:db8::/32'],
      ['::/0', 'ffff::/0'],
      ['::192.0.2.1', '::c000:201'],
    ] as const) assert.equal(canonicalNetwork(one), canonicalNetwork(other))
  })

  it('tells networks apart', () => {
    for (const [one, other] of [
      ['10.0.0.0/8', '10.0.0.0/9'],
      ['10.0.0.0/9', '10.128.0.0/9'],
      ['0.0.0.0/0', '::/0'],
      ['0.0.0.1', '::1'],
      ['1::', '::1'],
      ['::/32', '::/128'],
    ] as const) assert.notEqual(canonicalNetwork(one), canonicalNetwork(other))
  })
})

describe('mappedNetwork', () => {
  it('finds the IPv4 in the clothing of IPv6, and only there', () => {
    for (const [network, inside] of [['::ffff:10.20.0.0/112', '10.20.0.0/16'], ['::FFFF:a14:1', '10.20.0.1'], ['::ffff:0:0/96', '0.0.0.0/0']] as const) assert.equal(mappedNetwork(network), inside)
    for (const network of ['10.0.0.0/8', '::1', '::/0', '::ffff:0:0/95', '::10.0.0.1', '1::ffff:10.0.0.1', '::fffe:10.0.0.1']) assert.equal(mappedNetwork(network), undefined, network)
  })
})
