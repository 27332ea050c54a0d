import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { ImapFlow } from 'imapflow'
import { hierarchyDelimiter, personalPrefix } from './connect.ts'
import { toGatewayError } from './gateway-failure.ts'

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
  if (Buffer.byteLength(level) > LEVEL_LIMIT) throw tooLong()
  if (level === '') throw new GatewayError('invalid', 'an empty name', { refusal: { name: 'mailbox-name-empty' } })
  if (delimiter !== '' && level.includes(delimiter)) {
    throw new GatewayError('invalid', 'the name holds the delimiter', { refusal: { name: 'mailbox-name-delimiter', with: { delimiter } } })
  }
  const name = parent === '' ? `${personalPrefix(client)}${level}` : `${parent}${delimiter}${level}`
  if (parent !== '' && delimiter === '') throw new GatewayError('invalid', 'the server has no levels')
  requireSendable(name)
  return name
}

/** Throws GatewayError 'invalid' for what no server takes as a name: control characters, wildcards (RFC 9051 §5.1), too long, empty. */
export function requireSendable(name: string): void {
  if (Buffer.byteLength(name) > NAME_LIMIT) throw tooLong()
  if (name === '') throw new GatewayError('invalid', 'an empty name', { refusal: { name: 'mailbox-name-empty' } })
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name)) throw new GatewayError('invalid', 'a control character in the name', { refusal: { name: 'mailbox-name-control' } })
  if (/[*%]/.test(name)) throw new GatewayError('invalid', 'a wildcard in the name', { refusal: { name: 'mailbox-name-wildcard' } })
}

/** Passes on what the server answers to a new name; that it is taken becomes GatewayError 'conflict' in words. */
export async function sayIfTaken<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    const known = toGatewayError(error)
    if (!isGatewayError(known) || known.failure !== 'conflict') throw error
    throw new GatewayError('conflict', known.detail, { cause: error, refusal: { name: 'mailbox-name-taken' } })
  })
}

function tooLong(): GatewayError {
  return new GatewayError('invalid', 'the length of the name', { refusal: { name: 'mailbox-name-long' } })
}
