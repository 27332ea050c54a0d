import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { PublicKey } from '#lib/mail/reading/trust/signature.ts'
import type { SignatureDesk } from './check-signed.ts'
import type { KeyringStore } from './open-keyring.ts'

/** Octets that are looked at for keys. */
export const KEY_SOURCE_OCTETS = 512 * 1024

/** Puts the public keys and certificates of a text or file into somebody's keyring; answers what they are. Throws GatewayError 'invalid' where there are none, 'too-large', 'refused'. */
export async function addKeys(store: KeyringStore, desk: SignatureDesk, account: string, source: string | Uint8Array): Promise<readonly PublicKey[]> {
  if (source.length > KEY_SOURCE_OCTETS) throw new GatewayError('too-large', 'keys', { refusal: { name: 'key-large' } })
  const { keys } = await desk({ kind: 'keys', source })
  if (keys.length === 0) throw new GatewayError('invalid', 'no keys', { refusal: { name: 'keys-none' } })
  for (const key of keys) await store.add(account, key, Date.now())
  return keys
}
