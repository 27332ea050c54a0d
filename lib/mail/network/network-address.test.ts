import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGatewayError } from '../gateway-error.ts'
import { guardedLookup, type ResolvedAddress } from './guarded-lookup.ts'
import { reachOf } from './network-address.ts'

const TABLE: Readonly<Record<string, readonly string[]>> = {
  public: ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::65', '::ffff:8.8.8.8', '64:ff9b::808:808'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:0:0:1'],
  private: [
    '0.0.0.0', '10.1.2.3', '100.64.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.1.1', '192.0.0.1', '198.18.0.1', '203.0.113.9', '224.0.0.1', '255.255.255.255',
    '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', 'fec0::1', '2001:db8::1', '2001::1', '2002:7f00:1::', '::ffff:10.0.0.1', '64:ff9b::a9fe:a9fe', '::7f00:1',
    '', 'localhost', '1.2.3', '256.1.1.1', '0x7f.1', '2130706433', '1::2::3', ':::', '12345::', '1:2:3:4:5:6:7:8:9',
  ],
}

for (const [reach, addresses] of Object.entries(TABLE)) {
  test(`${reach} addresses`, () => {
    for (const address of addresses) assert.equal(reachOf(address), reach, address)
  })
}

const look = (addresses: readonly ResolvedAddress[], all: boolean) =>
  new Promise((resolve) => guardedLookup(async () => addresses, ['public'])('name.test', { all }, (error, address, family) => resolve(error ?? [address, family])))

test('a name is connected to only when every address that it resolves to is allowed', async () => {
  const [world, inside] = [{ address: '8.8.8.8', family: 4 }, { address: '10.0.0.1', family: 4 }]
  assert.deepEqual(await look([world], false), ['8.8.8.8', 4])
  assert.deepEqual(await look([world], true), [[world], undefined])
  for (const addresses of [[inside], [world, inside], []]) {
    const answer = await look(addresses, true)
    assert.ok(isGatewayError(answer) && answer.failure === 'server-not-allowed')
  }
})
