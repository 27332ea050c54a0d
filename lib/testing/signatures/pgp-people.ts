import type { KeptKey } from '#lib/mail/reading/trust/signature.ts'
import { readOpenPgpKeys } from '#lib/openpgp/read-keys.ts'
import { loadOpenPgp } from '#lib/openpgp/openpgp.ts'
import type { PrivateKey } from 'openpgp'

/** Somebody with a key of their own, made for one test run. */
export interface PgpPerson {
  readonly key: PrivateKey
  readonly armored: string
  readonly kept: KeptKey
}

export interface KeyWishes {
  readonly passphrase?: string
  readonly date?: Date
  /** Seconds. */
  readonly lasts?: number
}

export async function pgpPerson(name: string, email: string, { passphrase, date, lasts }: KeyWishes = {}): Promise<PgpPerson> {
  const pgp = await loadOpenPgp()
  const { privateKey, publicKey } = await pgp.generateKey({ type: 'curve25519', userIDs: [{ name, email }], format: 'object', ...(date ? { date } : {}), ...(lasts === undefined ? {} : { keyExpirationTime: lasts }) })
  const armored = passphrase === undefined ? privateKey.armor() : (await pgp.encryptKey({ privateKey, passphrase })).armor()
  return { key: privateKey, armored, kept: await keptKey(publicKey.armor()) }
}

/** The key as a keyring has it. */
export async function keptKey(text: string, isVerified = false): Promise<KeptKey> {
  const [key] = await readOpenPgpKeys(text)
  if (!key) throw new Error('no key')
  return { ...key, isVerified, added: 0 }
}

/** A part that is signed, in a multipart/signed (RFC 3156 §5): header and body as they stand in the message. */
export async function pgpSigned(part: string, people: readonly PgpPerson[], date?: Date): Promise<{ readonly body: string; readonly signature: string }> {
  const pgp = await loadOpenPgp()
  const message = await pgp.createMessage({ binary: new TextEncoder().encode(part) })
  const signature = String(await pgp.sign({ message, signingKeys: people.map(({ key }) => key), detached: true, format: 'armored', ...(date ? { date } : {}) }))
  return { body: ['--sig', part, '--sig', 'Content-Type: application/pgp-signature; name=signature.asc', '', signature.trimEnd().replace(/\r?\n/g, '\r\n'), '--sig--', ''].join('\r\n'), signature }
}

export const PGP_SIGNED = 'multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary=sig'
