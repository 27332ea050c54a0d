import type { SignatureOutcome } from '#lib/mail/reading/trust/signature.ts'
import type { PrivateKey } from 'openpgp'
import { openKeys, outcomesOf, type Keyring } from './check-signature.ts'
import { loadOpenPgp } from './openpgp.ts'

/** Why a message or a key stays closed. */
export type SealedProblem = 'noPrivateKey' | 'noPassphrase' | 'wrongPassphrase' | 'noKey' | 'notIntact' | 'broken'

export class StaysSealed extends Error {
  readonly problem: SealedProblem
  constructor(problem: SealedProblem, options?: ErrorOptions) {
    super(problem, options)
    this.name = 'StaysSealed'
    this.problem = problem
  }
}

/** A private key as it may be kept: in armour, under its passphrase. Throws StaysSealed 'noPrivateKey', or 'noPassphrase' for one that is not protected. */
export async function readProtectedKey(file: Uint8Array): Promise<{ readonly armored: string; readonly name: string }> {
  const { readPrivateKey } = await loadOpenPgp()
  const text = new TextDecoder('latin1').decode(file)
  const key = await (text.includes('-----BEGIN PGP') ? readPrivateKey({ armoredKey: text }) : readPrivateKey({ binaryKey: file })).catch((cause: unknown) => {
    throw new StaysSealed('noPrivateKey', { cause })
  })
  const secrets = key.getKeys().map(({ keyPacket }) => keyPacket as { isDecrypted?(): boolean | null })
  // A part that is only a note that the secret lies elsewhere answers null.
  if (secrets.some((packet) => packet.isDecrypted?.() === true)) throw new StaysSealed('noPassphrase')
  return { armored: key.armor(), name: key.getUserIDs()[0] ?? key.getKeyID().toHex() }
}

/** The key, open for as long as somebody holds it. Throws StaysSealed 'wrongPassphrase', 'noPrivateKey'. */
export async function unlockKey(armored: string, passphrase: string): Promise<PrivateKey> {
  const { readPrivateKey, decryptKey } = await loadOpenPgp()
  const privateKey = await readPrivateKey({ armoredKey: armored }).catch((cause: unknown) => {
    throw new StaysSealed('noPrivateKey', { cause })
  })
  return decryptKey({ privateKey, passphrase }).catch((cause: unknown) => {
    throw new StaysSealed('wrongPassphrase', { cause })
  })
}

export interface Opened {
  readonly octets: Uint8Array
  /** Of signatures inside; none where nobody has signed. */
  readonly outcomes: readonly SignatureOutcome[]
}

/** Octets that a message may become: compressed ones can be made that would fill the memory. */
const OPENED_OCTETS = 100 * 1024 * 1024

/**
 * Opens a message in armour or as it is. What is not protected against changes (MDC or AEAD) is never opened: whoever changed it could read
 * it through the reader's browser. Throws StaysSealed 'noKey', 'notIntact', 'broken'.
 */
export async function openMessage(sealed: Uint8Array, key: PrivateKey, keyring: Keyring): Promise<Opened> {
  const pgp = await loadOpenPgp()
  const text = new TextDecoder('latin1').decode(sealed)
  const armored = /-----BEGIN PGP MESSAGE-----[^]*?-----END PGP MESSAGE-----/.exec(text)?.[0]
  try {
    const message = await (armored === undefined ? pgp.readMessage({ binaryMessage: sealed }) : pgp.readMessage({ armoredMessage: armored }))
    const { keys, opened } = await openKeys(keyring)
    const { data, signatures } = await pgp.decrypt({ message, decryptionKeys: key, verificationKeys: keys, format: 'binary', config: { allowUnauthenticatedMessages: false, maxDecompressedMessageSize: OPENED_OCTETS } })
    return { octets: data, outcomes: signatures.length === 0 ? [] : await outcomesOf(signatures, opened) }
  } catch (error) {
    throw new StaysSealed(problemOf(error instanceof Error ? error.message : ''), { cause: error })
  }
}

/** The library tells by its sentences alone. */
function problemOf(sentence: string): SealedProblem {
  if (/not authenticated|modification detected|authentication tag|integrity/i.test(sentence)) return 'notIntact'
  return /no decryption key packets|session key decryption failed/i.test(sentence) ? 'noKey' : 'broken'
}
