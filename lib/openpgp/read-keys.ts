import type { PublicKey } from '#lib/mail/reading/trust/signature.ts'
import { visibleText } from '#lib/mail/reading/visible-text.ts'
import { loadOpenPgp } from './openpgp.ts'
import type { Key } from 'openpgp'

/** Keys of one file; a ring of more is no one's key. */
const KEYS = 20
const ADDRESSES = 50

/** The public keys in armoured text, or in a key file as it is; private ones are answered as their public half. Empty where there are none that can be used. */
export async function readOpenPgpKeys(source: string | Uint8Array): Promise<readonly PublicKey[]> {
  const { readKeys } = await loadOpenPgp()
  const keys = await (typeof source === 'string' ? readKeys({ armoredKeys: source }) : readKeys({ binaryKeys: source })).catch(() => [])
  const read = await Promise.all(keys.slice(0, KEYS).map((key) => describeKey(key.toPublic()).catch(() => undefined)))
  return read.filter((key) => key !== undefined)
}

/** What a key says of itself, as far as it has signed that itself. */
async function describeKey(key: Key): Promise<PublicKey> {
  const expires = await key.getExpirationTime()
  const isRevoked = await key.isRevoked()
  const names = await namesOf(key)
  return {
    format: 'openpgp',
    fingerprint: key.getFingerprint().toUpperCase(),
    name: names.find(({ name }) => name !== '')?.name ?? '',
    addresses: [...new Set(names.map(({ address }) => address).filter((address) => address !== ''))].slice(0, ADDRESSES),
    text: key.armor(),
    ...(expires instanceof Date ? { expires: expires.getTime() } : {}),
    isRevoked,
  }
}

/** Anybody can put a name beside a key: only those count that the key has signed. */
async function namesOf(key: Key): Promise<readonly { readonly name: string; readonly address: string }[]> {
  const proven = await Promise.all(key.users.slice(0, ADDRESSES).map(async (user) => ((await user.verify().catch(() => false)) === true ? user.userID : undefined)))
  return proven.filter((userId) => userId !== null && userId !== undefined).map(({ name, email }) => ({ name: visibleText(name).slice(0, 200), address: visibleText(email).toLowerCase().slice(0, 320) }))
}
