import type { KeptKey, PublicKey } from '#lib/mail/reading/trust/signature.ts'

/** Keys and certificates that one account keeps. */
export const KEYRING_KEYS = 200
/** Octets of one of them; a certificate has a few thousand. */
export const KEY_OCTETS = 64 * 1024

/**
 * The public keys and certificates of the people whom somebody knows, by account. No private key is ever among them. All of a change is
 * durable when its call resolves, or nothing when it rejects.
 */
export interface KeyringStore {
  /** By name. */
  list(account: string): Promise<readonly KeptKey[]>
  /** One that is there already is renewed, and stays verified. GatewayError 'too-large' beyond KEY_OCTETS, 'refused' beyond KEYRING_KEYS. */
  add(account: string, key: PublicKey, now: number): Promise<void>
  /** Whether the person has compared the fingerprint with what the owner says. */
  verify(account: string, fingerprint: string, isVerified: boolean): Promise<void>
  /** One that is not there, or another account's, is left alone. */
  remove(account: string, fingerprint: string): Promise<void>
  close(): Promise<void>
}
