import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { isGatewayError, type GatewayFailure } from '#lib/mail/gateway-error.ts'
import type { PublicKey } from '#lib/mail/reading/trust/signature.ts'
import { KEY_OCTETS, KEYRING_KEYS } from './keyring-store.ts'
import { openKeyring } from './stored-keyring.ts'

const folders: string[] = []
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))
const folder = async (): Promise<string> => {
  const made = await mkdtemp(path.join(tmpdir(), 'postern-keyring-'))
  folders.push(made)
  return made
}
const failing = (failure: GatewayFailure) => (error: unknown): boolean => isGatewayError(error) && error.failure === failure
const key = (fingerprint: string, more: Partial<PublicKey> = {}): PublicKey => ({ format: 'openpgp', fingerprint, name: 'Bob', addresses: ['bob@example.test'], text: 'armour', isRevoked: false, ...more })

test('keys are their account’s alone, are there after a restart, and renewing one leaves it verified', async () => {
  const data = await folder()
  const store = await openKeyring(data)
  await store.add('alice', key('AA', { expires: 5 }), 1)
  await store.add('bob', key('AA'), 1)
  await store.verify('alice', 'AA', true)
  await store.add('alice', key('AA', { name: 'Robert', isRevoked: true }), 2)
  await store.close()
  const again = await openKeyring(data)
  assert.deepEqual(await again.list('alice'), [{ ...key('AA', { name: 'Robert', isRevoked: true }), isVerified: true, added: 1 }])
  assert.deepEqual((await again.list('bob')).map(({ isVerified }) => isVerified), [false])
  await again.remove('bob', 'AA')
  await again.remove('bob', 'AA')
  assert.deepEqual([(await again.list('alice')).length, (await again.list('bob')).length], [1, 0])
  await again.close()
})

test('a keyring has a limit, and so has a key', async () => {
  const store = await openKeyring(await folder())
  await assert.rejects(store.add('alice', key('AA', { text: 'x'.repeat(KEY_OCTETS + 1) }), 1), failing('too-large'))
  for (let at = 0; at < KEYRING_KEYS; at++) await store.add('alice', key(String(at)), 1)
  await assert.rejects(store.add('alice', key('more'), 1), failing('refused'))
  await store.add('alice', key('0', { name: 'renewed' }), 1)
  await store.add('bob', key('more'), 1)
  await store.close()
})
