import type { KeptKey, SignatureOutcome, SignatureState } from '#lib/mail/reading/trust/signature.ts'
import type * as OpenPgp from 'openpgp'
import { loadOpenPgp } from './openpgp.ts'

/** Signatures of one message that are checked. */
const SIGNATURES = 8

/** The keys to check with: those of the reader's keyring. */
export type Keyring = readonly KeptKey[]

export interface CheckedText {
  readonly outcomes: readonly SignatureOutcome[]
  /** What was signed, without the marks of the lines that begin with a hyphen. */
  readonly text: string
}

const UNREADABLE: readonly SignatureOutcome[] = [{ format: 'openpgp', state: 'unreadable' }]

/** Checks a signature that lies beside what it signs, in armour or as it is. `content` is what was signed, with CRLF line ends. */
export async function checkDetached(content: Uint8Array, signature: Uint8Array, keyring: Keyring): Promise<readonly SignatureOutcome[]> {
  const pgp = await loadOpenPgp()
  try {
    const text = new TextDecoder('latin1').decode(signature)
    const read = await (text.includes('-----BEGIN PGP') ? pgp.readSignature({ armoredSignature: text }) : pgp.readSignature({ binarySignature: signature }))
    const message = await pgp.createMessage({ binary: content })
    const { keys, opened } = await openKeys(keyring)
    const { signatures } = await pgp.verify({ message, signature: read, verificationKeys: keys })
    return await outcomesOf(signatures, opened)
  } catch {
    return UNREADABLE
  }
}

/** Checks a block of signed text (RFC 9580 §7). */
export async function checkClearSigned(block: string, keyring: Keyring): Promise<CheckedText> {
  const pgp = await loadOpenPgp()
  try {
    const message = await pgp.readCleartextMessage({ cleartextMessage: block })
    const { keys, opened } = await openKeys(keyring)
    const { signatures } = await pgp.verify({ message, verificationKeys: keys })
    return { outcomes: await outcomesOf(signatures, opened), text: message.getText() }
  } catch {
    return { outcomes: UNREADABLE, text: '' }
  }
}

/** The keys of a keyring, read; one that cannot be read any more counts as none. */
export async function openKeys(keyring: Keyring): Promise<{ readonly keys: OpenPgp.Key[]; readonly opened: readonly OpenedKey[] }> {
  const { readKey } = await loadOpenPgp()
  const read = await Promise.all(keyring.filter(({ format }) => format === 'openpgp').map(async (kept) => ({ kept, key: await readKey({ armoredKey: kept.text }).catch(() => undefined) })))
  const opened = read.filter((each): each is OpenedKey => each.key !== undefined)
  return { keys: opened.map(({ key }) => key), opened }
}

export interface OpenedKey {
  readonly kept: KeptKey
  readonly key: OpenPgp.Key
}

export type SignatureResult = Awaited<ReturnType<typeof OpenPgp.verify>>['signatures'][number]

/** What came of each signature. Without any it is none that can be checked. */
export async function outcomesOf(signatures: readonly SignatureResult[], opened: readonly OpenedKey[]): Promise<readonly SignatureOutcome[]> {
  if (signatures.length === 0) return UNREADABLE
  return Promise.all(signatures.slice(0, SIGNATURES).map((each) => outcomeOf(each, opened)))
}

async function outcomeOf(result: SignatureResult, opened: readonly OpenedKey[]): Promise<SignatureOutcome> {
  const signer = opened.find(({ key }) => key.getKeys(result.keyID).length > 0)
  const packet = (await result.signature.catch(() => undefined))?.packets[0]
  const signedAt = packet?.created?.getTime()
  const common = { format: 'openpgp', ...(signedAt === undefined ? {} : { signedAt }) } as const
  if (!signer) return { ...common, state: 'no-key', keyId: result.keyID.toHex().toUpperCase() }
  const { name, addresses, fingerprint, isVerified } = signer.kept
  return { ...common, state: await stateOf(result, packet, signer.key), signer: { name, addresses, fingerprint, trust: isVerified ? 'verified' : 'known' } }
}

async function stateOf(result: SignatureResult, packet: OpenPgp.SignaturePacket | undefined, key: OpenPgp.Key): Promise<SignatureState> {
  try {
    await result.verified
  } catch (error) {
    return failureOf(error instanceof Error ? error.message : '')
  }
  // Whoever has lost a key says so later: what it signs now is anybody's.
  if (await key.isRevoked()) return 'revoked'
  const signing = await key.getSigningKey(result.keyID, packet?.created ?? null).catch((error: unknown) => error)
  return signing instanceof Error ? failureOf(signing.message) : 'valid'
}

/** The library tells by its sentences alone. */
function failureOf(sentence: string): SignatureState {
  if (/revoked/i.test(sentence)) return 'revoked'
  if (/expired|not yet|future|creation time|older than/i.test(sentence)) return 'expired'
  return /digest did not match|signature verification failed|bad signature/i.test(sentence) ? 'broken' : 'unreadable'
}
