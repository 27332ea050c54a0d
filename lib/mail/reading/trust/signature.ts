/** OpenPGP (RFC 9580) or S/MIME (RFC 8551). */
export type SignatureFormat = 'openpgp' | 'smime'

/**
 * What came of checking one signature: it fits; what was signed is not what is there; there is no key to check it with; the key was not
 * valid, or its owner has taken it back; or it is none that can be checked.
 */
export type SignatureState = 'valid' | 'broken' | 'no-key' | 'expired' | 'revoked' | 'unreadable'

/** Who signed, as the key or certificate says. */
export interface Signer {
  readonly name: string
  /** In small letters. */
  readonly addresses: readonly string[]
  /** Hexadecimal, capitals. */
  readonly fingerprint: string
  /** Of a certificate: who issued it. */
  readonly issuer?: string
  /** Vouched for by the person or by an authority of the site; in the keyring; or only what the message brings itself. */
  readonly trust: 'verified' | 'known' | 'unknown'
  /** A certificate that the message brings, in PEM. */
  readonly certificate?: string
}

export interface SignatureOutcome {
  readonly format: SignatureFormat
  readonly state: SignatureState
  readonly signer?: Signer
  /** Which key signed, where it is not there: hexadecimal. */
  readonly keyId?: string
  /** When, as the signer says: milliseconds since 1970. */
  readonly signedAt?: number
}

/** A key or certificate of somebody's keyring. */
export interface PublicKey {
  readonly format: SignatureFormat
  readonly fingerprint: string
  readonly name: string
  readonly addresses: readonly string[]
  /** In armour or PEM. */
  readonly text: string
  /** Milliseconds since 1970; undefined where it never ends. */
  readonly expires?: number
  readonly isRevoked: boolean
}

/** One that the person has, or has not, compared with what its owner says. */
export interface KeptKey extends PublicKey {
  readonly isVerified: boolean
  readonly added: number
}

/** What a reader is told of the signatures of a message, before the words. */
export type SignatureVerdict = 'verified' | 'known' | 'unproven' | 'other' | Exclude<SignatureState, 'valid'> | 'unchecked' | 'too-large'

/** What one outcome means where `from` are the addresses of the header's From: only one sender can have signed as the sender. */
export function verdictOf({ state, signer }: SignatureOutcome, from: readonly string[]): SignatureVerdict {
  if (state !== 'valid' || !signer) return state === 'valid' ? 'unreadable' : state
  const [sender, ...others] = from
  if (sender === undefined || others.length > 0 || !signer.addresses.includes(sender.toLowerCase())) return 'other'
  return signer.trust === 'unknown' ? 'unproven' : signer.trust
}

/** From the worst to the best: one bad signature is not hidden by another one beside it. */
const RANK: readonly SignatureVerdict[] = ['broken', 'revoked', 'expired', 'verified', 'known', 'unproven', 'other', 'no-key', 'unreadable', 'too-large', 'unchecked']

/** What all of them come to. */
export function worstOf(verdicts: readonly SignatureVerdict[]): SignatureVerdict {
  return RANK.find((each) => verdicts.includes(each)) ?? 'unreadable'
}
