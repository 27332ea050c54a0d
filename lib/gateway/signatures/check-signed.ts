import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { readExact } from '#lib/imap/reading/read-exact.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { KeptKey, SignatureOutcome } from '#lib/mail/reading/trust/signature.ts'
import { clearSigned, type SignedPart } from '#lib/mail/reading/trust/signed-parts.ts'
import { signedContent } from '#lib/mime/cms/signed-content.ts'
import { decodeOctets } from '#lib/mime/charset.ts'
import type { SignatureDesk } from '#lib/signatures/signature-job.ts'

/** Octets of a signed part that are read to check it: more than a mail server commonly takes. */
export const SIGNED_OCTETS = 20 * 1024 * 1024

export interface SignatureMeans {
  readonly desk: SignatureDesk
  readonly keyring: readonly KeptKey[]
  /** Authorities that the site trusts, in PEM. */
  readonly authorities: string
}

export interface CheckedPart {
  readonly part: SignedPart
  /** Empty where it was too large. */
  readonly outcomes: readonly SignatureOutcome[]
  readonly isTooLarge: boolean
  /** The signed text of a block. */
  readonly text?: string
}

/** Checks a signed part of a message by the octets that are stored. Throws GatewayError 'server-busy' where it takes too long, and as `readExact` does. */
export async function checkSigned(connections: AccountConnections, ref: MessageRef, part: SignedPart, means: SignatureMeans): Promise<CheckedPart> {
  try {
    const job = await jobOf(connections, ref, part, means)
    const { outcomes, content, text } = await means.desk(job)
    // What was checked is what is shown: a signature that two readers understand differently proves nothing.
    if (job.kind === 'opaque' && content && !Buffer.from(content).equals(signedContent(job.signature) ?? Buffer.alloc(0))) return { part, outcomes: [{ format: 'smime', state: 'unreadable' }], isTooLarge: false }
    return { part, outcomes, isTooLarge: false, ...(text === undefined ? {} : { text }) }
  } catch (error) {
    if (!isGatewayError(error) || error.failure !== 'too-large') throw error
    return { part, outcomes: [], isTooLarge: true }
  }
}

async function jobOf(connections: AccountConnections, ref: MessageRef, { format, kind, content, signature, size }: SignedPart, { keyring, authorities }: SignatureMeans): Promise<Parameters<SignatureDesk>[0]> {
  if (size > SIGNED_OCTETS) throw new GatewayError('too-large', 'signed part')
  const stored = kind === 'detached' ? [{ section: content, as: 'stored' } as const] : []
  const [first, second] = await readExact(connections, ref, [...stored, { section: signature, as: 'decoded' }], SIGNED_OCTETS)
  if (!first) throw new GatewayError('no-such-part')
  if (kind === 'opaque') return { kind, signature: first.octets, keyring, authorities }
  if (kind === 'clear') {
    const text = decodeOctets(first.octets, first.part.parameters.charset ?? '').replace(/\r\n?/g, '\n')
    return { kind, block: clearSigned(text)?.block ?? '', keyring }
  }
  if (!second) throw new GatewayError('no-such-part')
  return { kind, format, content: first.octets, signature: second.octets, keyring, authorities }
}


export type { SignatureDesk }
