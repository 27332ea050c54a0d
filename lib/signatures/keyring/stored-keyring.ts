import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { KeptKey, PublicKey } from '#lib/mail/reading/trust/signature.ts'
import { openGatewayStorage, openSharedStorage, type Row, type Storage } from '#lib/storage/storage.ts'
import { KEY_OCTETS, KEYRING_KEYS, type KeyringStore } from './keyring-store.ts'

const KEYRING_MIGRATIONS = [
  `CREATE TABLE keyring (account TEXT NOT NULL, fingerprint TEXT NOT NULL, format TEXT NOT NULL, name TEXT NOT NULL, addresses TEXT NOT NULL, content TEXT NOT NULL, expires INTEGER, revoked INTEGER NOT NULL, verified INTEGER NOT NULL, added INTEGER NOT NULL, PRIMARY KEY (account, fingerprint))`,
]

/** Opens or creates `gateway/keyring.sqlite` in a data directory. */
export async function openKeyring(data: string): Promise<KeyringStore> {
  return storedKeyring(await openGatewayStorage(data, 'keyring', KEYRING_MIGRATIONS))
}

/** Keyrings on a PostgreSQL server that several gateways share. Rejects when it cannot be reached. */
export async function openSharedKeyring(url: string, schema = 'postern_keyring'): Promise<KeyringStore> {
  return storedKeyring(await openSharedStorage(url, schema, KEYRING_MIGRATIONS))
}

function storedKeyring(storage: Storage): KeyringStore {
  return {
    list: async (account) => (await storage.all('SELECT * FROM keyring WHERE account = ? ORDER BY name, fingerprint', [account])).map(keyOf),
    add: (account, key, now) => storage.transaction((tx) => add(tx, { account, key, now })),
    verify: async (account, fingerprint, isVerified) => void (await storage.run('UPDATE keyring SET verified = ? WHERE account = ? AND fingerprint = ?', [Number(isVerified), account, fingerprint])),
    remove: async (account, fingerprint) => void (await storage.run('DELETE FROM keyring WHERE account = ? AND fingerprint = ?', [account, fingerprint])),
    close: () => storage.close(),
  }
}

async function add(tx: Storage, { account, key, now }: { readonly account: string; readonly key: PublicKey; readonly now: number }): Promise<void> {
  const { fingerprint, format, name, addresses, text, expires, isRevoked } = key
  if (Buffer.byteLength(text) > KEY_OCTETS) throw new GatewayError('too-large', 'key', { refusal: { name: 'key-large' } })
  const { changes } = await tx.run('UPDATE keyring SET name = ?, addresses = ?, content = ?, expires = ?, revoked = ? WHERE account = ? AND fingerprint = ?', [name, JSON.stringify(addresses), text, expires ?? null, Number(isRevoked), account, fingerprint])
  if (changes > 0) return
  const count = Number((await tx.get('SELECT count(*) AS many FROM keyring WHERE account = ?', [account]))?.['many'])
  if (count >= KEYRING_KEYS) throw new GatewayError('refused', 'keyring', { refusal: { name: 'keys-many', with: { most: KEYRING_KEYS } } })
  await tx.run('INSERT INTO keyring (account, fingerprint, format, name, addresses, content, expires, revoked, verified, added) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)', [account, fingerprint, format, name, JSON.stringify(addresses), text, expires ?? null, Number(isRevoked), now])
}

function keyOf({ fingerprint, format, name, addresses, content, expires, revoked, verified, added }: Row): KeptKey {
  return {
    format: format === 'smime' ? 'smime' : 'openpgp',
    fingerprint: String(fingerprint),
    name: String(name),
    addresses: JSON.parse(String(addresses)) as readonly string[],
    text: String(content),
    ...(expires === null || expires === undefined ? {} : { expires: Number(expires) }),
    isRevoked: Number(revoked) === 1,
    isVerified: Number(verified) === 1,
    added: Number(added),
  }
}
