import type { BodyPart } from '../../body-structure.ts'
import { mediaType } from '../attachments.ts'

/** What nobody but its reader can open. */
export interface EncryptedPart {
  readonly format: 'openpgp' | 'smime'
  /** The part that is encrypted, to be fetched transfer-decoded. */
  readonly section: string
  /** A whole message, or text between lines that say so. */
  readonly content: 'message' | 'text'
  /**
   * Nothing else is in the message. Only then it is opened: what stands around an encrypted part may have been put there to lead its words
   * out (the attacks known as EFAIL).
   */
  readonly isWhole: boolean
}

/** The first encrypted part of a message (RFC 3156 §4, RFC 8551 §3.3); undefined without one. */
export function encryptedPart(root: BodyPart, isWhole = true): EncryptedPart | undefined {
  if (root.type !== 'multipart') return isEnveloped(root) ? { format: 'smime', section: root.section, content: 'message', isWhole } : undefined
  const [control, content, ...more] = root.children
  if (root.subtype === 'encrypted' && control && content && mediaType(control) === 'application/pgp-encrypted') {
    return { format: 'openpgp', section: content.section, content: 'message', isWhole: isWhole && more.length === 0 }
  }
  for (const child of root.children) {
    const found = encryptedPart(child, false)
    if (found) return found
  }
  return undefined
}

function isEnveloped(part: BodyPart): boolean {
  const kind = part.parameters['smime-type']?.toLowerCase()
  return /^application\/(?:x-)?pkcs7-mime$/.test(mediaType(part)) && (kind === 'enveloped-data' || kind === 'authenveloped-data')
}

/** Encrypted text between lines that say so, and whether anything stands outside it; undefined without any. */
export function encryptedText(text: string): { readonly isAlone: boolean } | undefined {
  const block = text.includes('-----BEGIN PGP MESSAGE-----') ? /^-----BEGIN PGP MESSAGE-----[ \t]*$[^]*?^-----END PGP MESSAGE-----[ \t]*$/m.exec(text)?.[0] : undefined
  return block === undefined ? undefined : { isAlone: text.trim() === block.trim() }
}
