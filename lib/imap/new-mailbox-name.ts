import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { ImapFlow } from 'imapflow'
import { hierarchyDelimiter, personalPrefix } from './connect.ts'

/** Octets of UTF-8: file systems below most servers end at 255 for each level. */
const LEVEL_LIMIT = 200
const NAME_LIMIT = 800

/**
 * The server's own full name for a new mailbox: `levels` joined by its delimiter, behind the personal prefix where there is
 * no parent. Throws GatewayError 'invalid' for a name with a control character, with the delimiter in a level, empty or too long.
 */
export function newMailboxName(client: ImapFlow, label: string, parent: string): string {
  const delimiter = hierarchyDelimiter(client)
  const level = label.trim().normalize('NFC')
  if (level === '' || Buffer.byteLength(level) > LEVEL_LIMIT) throw new GatewayError('invalid', 'the length of the name')
  if (delimiter !== '' && level.includes(delimiter)) throw new GatewayError('invalid', 'the name holds the delimiter')
  const name = parent === '' ? `${personalPrefix(client)}${level}` : `${parent}${delimiter}${level}`
  if (parent !== '' && delimiter === '') throw new GatewayError('invalid', 'the server has no levels')
  requireSendable(name)
  return name
}

/** Throws GatewayError 'invalid' for what no server takes as a name: control characters, wildcards (RFC 9051 §5.1), too long, empty. */
export function requireSendable(name: string): void {
  if (name === '' || Buffer.byteLength(name) > NAME_LIMIT) throw new GatewayError('invalid', 'the length of the name')
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name)) throw new GatewayError('invalid', 'a control character in the name')
  if (/[*%]/.test(name)) throw new GatewayError('invalid', 'a wildcard in the name')
}
