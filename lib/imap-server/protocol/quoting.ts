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

/** A mailbox name as LIST, STATUS and their like send it. */
export function writeMailboxName(name: string): Octets {
  return writeAstring(encodeModifiedUtf7(name))
}

/**
 * The name that a client wrote, in Unicode, INBOX in its one spelling (RFC 3501 §5.1); undefined when it is not
 * well-formed modified UTF-7 or holds a control character.
 */
export function readMailboxName(octets: Octets): string | undefined {
  const name = decodeModifiedUtf7(octets)
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
  if (!/[\x80-\xff]/.test(octets)) return octets
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(octets, 'latin1'))
  } catch {
    return octets
  }
}
