import { createHash } from 'node:crypto'

/** The longest name that all file systems take, less room for endings. */
const NAME_LIMIT = 200

/**
 * The folder of an account, one for each name and safe on every file system: lower-case letters, digits, `_`, `+`, `-`, `@` and inner
 * dots stand for themselves, all else is percent-encoded; a name that gets too long is its SHA-256.
 */
export function accountFolder(account: string): string {
  const encoded = [...Buffer.from(account)].map((octet, index) => encodeOctet(octet, index === 0)).join('')
  if (encoded === '') return '%'
  return encoded.length <= NAME_LIMIT ? encoded : `%${createHash('sha256').update(account).digest('hex')}`
}

function encodeOctet(octet: number, isFirst: boolean): string {
  const character = String.fromCharCode(octet)
  // A leading dot hides a folder and is what the store's own names begin with.
  const isSafe = /[a-z0-9_+@-]/.test(character) || (character === '.' && !isFirst)
  return isSafe ? character : `%${octet.toString(16).padStart(2, '0')}`
}
