import { decodeModifiedUtf7, encodeModifiedUtf7 } from './modified-utf7.ts'

/** Text in which each character is one octet, as it goes to the socket. */
export type Octets = string

/** A quoted string where octets allow one, else a literal (RFC 3501 §4.3). */
export function writeString(octets: Octets): Octets {
  if (octets.length <= 1000 && !/[^\x20-\x7e]/.test(octets)) return `"${octets.replace(/["\\]/g, '\\$&')}"`
  return `{${octets.length}}\r\n${octets}`
}

/** An atom where the octets are one and cannot be taken for NIL, else a string. */
export function writeAstring(octets: Octets): Octets {
  return /^[A-Za-z0-9!#$&'+,\-./:;<=>?@^_`|~]+$/.test(octets) && !/^nil$/i.test(octets) ? octets : writeString(octets)
}

/** How a conversation writes mailbox names: since ENABLE it may be UTF-8 (RFC 9755 §3, RFC 9051 §5.1). */
export type NameEncoding = 'modified-utf7' | 'utf8'

/** A mailbox name as LIST, STATUS and their like send it. */
export function writeMailboxName(name: string, encoding: NameEncoding): Octets {
  if (encoding === 'modified-utf7') return writeAstring(encodeModifiedUtf7(name))
  return /[^\x20-\x7e]/.test(name) && !/\p{Cc}/u.test(name) && name.length <= 250 ? `"${toOctets(name).replace(/["\\]/g, '\\$&')}"` : writeAstring(toOctets(name))
}

/** The text of a name or pattern, in Unicode; undefined when it is not well-formed. */
export function decodeName(octets: Octets, encoding: NameEncoding): string | undefined {
  return encoding === 'utf8' ? fromUtf8(octets) : decodeModifiedUtf7(octets)
}

/**
 * The name that a client wrote, in Unicode, INBOX in its one spelling (RFC 3501 §5.1); undefined when it is not
 * well-formed or holds a control character.
 */
export function readMailboxName(octets: Octets, encoding: NameEncoding): string | undefined {
  const name = decodeName(octets, encoding)
  if (name === undefined || /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name)) return undefined
  return canonicalInbox(name)
}

/** INBOX in upper case, also as the first level of a longer name: nobody means a second tree beside it. */
export function canonicalInbox(name: string): string {
  return /^inbox(?:\/|$)/i.test(name) ? `INBOX${name.slice(5)}` : name
}

/** Unicode as its UTF-8 octets. */
export function toOctets(text: string): Octets {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** The text behind UTF-8 octets; where they are none, each octet as one character (an old client's Latin-1). */
export function fromOctets(octets: Octets): string {
  return fromUtf8(octets) ?? octets
}

/** The text behind UTF-8 octets; undefined where they are none. */
export function fromUtf8(octets: Octets): string | undefined {
  if (!/[\x80-\xff]/.test(octets)) return octets
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(octets, 'latin1'))
  } catch {
    return undefined
  }
}
