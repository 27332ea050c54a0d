import { readDecrypted, type DecryptedFile, type DecryptedText } from '#lib/mail/reading/decrypted/read-decrypted.ts'
import type { EncryptedPart } from '#lib/mail/reading/trust/encrypted-part.ts'
import { verdictOf, worstOf, type KeptKey, type SignatureOutcome, type SignatureVerdict } from '#lib/mail/reading/trust/signature.ts'
import { checkDetached } from '#lib/openpgp/check-signature.ts'
import { openMessage } from '#lib/openpgp/decrypt.ts'
import type { PrivateKey } from 'openpgp'

/** What a message turned out to say; it exists in the memory of this page alone. */
export interface OpenedMessage {
  readonly subject: string | undefined
  readonly texts: readonly DecryptedText[]
  readonly files: readonly DecryptedFile[]
  /** Undefined where nobody has signed. */
  readonly verdict: SignatureVerdict | undefined
  readonly outcome: SignatureOutcome | undefined
}

/** What is fetched before the key is asked for: afterwards nothing leaves this page. */
export interface Sealed {
  readonly octets: Uint8Array
  readonly keyring: readonly KeptKey[]
}

/** Fetches an encrypted part and the keys that may have signed in it. Rejects where the server does not answer with them. */
export async function fetchSealed(part: string, keys: string): Promise<Sealed> {
  const [sealed, keyring] = await Promise.all([fetch(part, { cache: 'no-store' }), fetch(keys, { headers: { Accept: 'application/json' }, cache: 'no-store' })])
  if (!sealed.ok || !keyring.ok) throw new Error('not fetched')
  return { octets: new Uint8Array(await sealed.arrayBuffer()), keyring: (await keyring.json()) as readonly KeptKey[] }
}

/** Opens a message with an open key and asks nobody anything. `from` are the addresses of the line From. Rejects with StaysSealed. */
export async function openSealed({ octets, keyring }: Sealed, key: PrivateKey, content: EncryptedPart['content'], from: readonly string[]): Promise<OpenedMessage> {
  const opened = await openMessage(octets, key, keyring)
  if (content === 'text') return { subject: undefined, texts: [{ kind: 'text', text: new TextDecoder().decode(opened.octets).replace(/\r\n?/g, '\n') }], files: [], ...judged(opened.outcomes, from) }
  const { subject, texts, files, signed } = readDecrypted(opened.octets)
  const inside = signed ? await checkDetached(signed.content, signed.signature, keyring) : []
  return { subject, texts, files, ...judged([...opened.outcomes, ...inside], from) }
}

function judged(outcomes: readonly SignatureOutcome[], from: readonly string[]): Pick<OpenedMessage, 'verdict' | 'outcome'> {
  const verdicts = outcomes.map((outcome) => verdictOf(outcome, from))
  const verdict = verdicts.length === 0 ? undefined : worstOf(verdicts)
  return { verdict, outcome: outcomes[verdicts.findIndex((each) => each === verdict)] }
}
