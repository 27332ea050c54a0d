import type { BodyPart } from '../../body-structure.ts'
import { mediaType } from '../attachments.ts'
import type { SignatureFormat } from './signature.ts'

/** A part that somebody has signed. */
export interface SignedPart {
  readonly format: SignatureFormat
  /** Beside a signature of its own; inside one; or text between lines that say so. */
  readonly kind: 'detached' | 'opaque' | 'clear'
  /** The part that was signed, as it is stored with its own header; what lies in it has sections below. */
  readonly content: string
  /** The part that is the signature, or holds both. */
  readonly signature: string
  /** Octets that have to be read to check it. */
  readonly size: number
  /** Nothing but the header stands outside. */
  readonly isWhole: boolean
}

/** More signed parts than these are not looked at. */
const PARTS = 4

const DETACHED: Readonly<Record<string, SignatureFormat>> = { 'application/pgp-signature': 'openpgp', 'application/pkcs7-signature': 'smime', 'application/x-pkcs7-signature': 'smime' }
const OPAQUE = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime'])

/** The signed parts of a message, the outermost of each; those of messages inside are their own affair. */
export function signedParts(root: BodyPart): readonly SignedPart[] {
  return [...find(root, true)].slice(0, PARTS)
}

function* find(part: BodyPart, isWhole: boolean): Generator<SignedPart> {
  if (part.type !== 'multipart') {
    if (isOpaque(part)) yield { format: 'smime', kind: 'opaque', content: part.section, signature: part.section, size: part.size, isWhole }
    return
  }
  const [content, signature, ...more] = part.children
  const format = signature && DETACHED[mediaType(signature)]
  // RFC 1847 §2.1: exactly two parts, the second one the signature; anything else is no signed part.
  if (part.subtype === 'signed' && content && format && more.length === 0) yield { format, kind: 'detached', content: content.section, signature: signature.section, size: content.size + signature.size, isWhole }
  else for (const child of part.children) yield* find(child, false)
}

/** True for a part that lies in its signature (RFC 8551 §3.2.2). */
export function isOpaque(part: BodyPart): boolean {
  return OPAQUE.has(mediaType(part)) && part.parameters['smime-type']?.toLowerCase() === 'signed-data'
}

/** True for a part that lies in what was signed. */
export function isCovered({ content }: Pick<SignedPart, 'content'>, section: string): boolean {
  return section === content || section.startsWith(`${content}.`)
}

/** Text that somebody has signed, between lines that say so (RFC 9580 §7). */
const CLEAR = /^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*$[^]*?^-----END PGP SIGNATURE-----[ \t]*$/m

/** The signed block of a text with LF line ends, and whether anything stands outside it. */
export function clearSigned(text: string): { readonly block: string; readonly isAlone: boolean } | undefined {
  const block = text.includes('-----BEGIN PGP SIGNED MESSAGE-----') ? CLEAR.exec(text)?.[0] : undefined
  return block === undefined ? undefined : { block, isAlone: text.trim() === block.trim() }
}
