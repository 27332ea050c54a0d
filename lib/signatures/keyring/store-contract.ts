import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import type { PublicKey } from '#lib/mail/reading/trust/signature.ts'
import { KEY_OCTETS, KEYRING_KEYS, type KeyringStore } from './keyring-store.ts'

const failing = (failure: GatewayFailure) => (error: unknown): boolean => isGatewayError(error) && error.failure === failure
const key = (fingerprint: string, more: Partial<PublicKey> = {}): PublicKey => ({ format: 'openpgp', fingerprint, name: 'Bob', addresses: ['bob@example.test'], text: 'armour', isRevoked: false, ...more })

/** What every KeyringStore promises; `open` answers one that is empty, `again` the same one opened anew. */
export function keyringContract(name: string, open: () => Promise<{ readonly store: KeyringStore; readonly again: () => Promise<KeyringStore> }>): void {
  describe(`keyrings in ${name}`, () => {
    test('keys are their account’s alone, are there after a restart, and renewing one leaves it verified', async () => {
      const { store, again: reopen } = await open()
      await store.add('alice', key('AA', { expires: 5 }), 1)
      await store.add('bob', key('AA'), 1)
      await store.verify('alice', 'AA', true)
      await store.add('alice', key('AA', { name: 'Robert', isRevoked: true }), 2)
      await store.close()
      const again = await reopen()
      assert.deepEqual(await again.list('alice'), [{ ...key('AA', { name: 'Robert', isRevoked: true }), isVerified: true, added: 1 }])
      assert.deepEqual((await again.list('bob')).map(({ isVerified }) => isVerified), [false])
      await again.remove('bob', 'AA')
      await again.remove('bob', 'AA')
      assert.deepEqual([(await again.list('alice')).length, (await again.list('bob')).length], [1, 0])
      await again.close()
    })

    test('a keyring has a limit, and so has a key', async () => {
      const { store } = await open()
      await assert.rejects(store.add('alice', key('AA', { text: 'x'.repeat(KEY_OCTETS + 1) }), 1), failing('too-large'))
      for (let at = 0; at < KEYRING_KEYS; at++) await store.add('alice', key(String(at)), 1)
      await assert.rejects(store.add('alice', key('more'), 1), failing('refused'))
      await store.add('alice', key('0', { name: 'renewed' }), 1)
      await store.add('bob', key('more'), 1)
      await store.close()
    })
  })
}
