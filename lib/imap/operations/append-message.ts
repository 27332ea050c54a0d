import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'
import type { AccountConnections } from '../account-connections.ts'
import { atom, execute, mailboxName, numberOf, textOf } from '../command.ts'

/** A message that is small enough to be held whole. */
export interface SmallMessage {
  /** Octets with CRLF line ends; at most SMALL_MESSAGE. */
  readonly content: Uint8Array
  readonly flags: readonly string[]
  readonly internalDate?: Date
}

/** What is larger goes through the append connection, which streams. */
export const SMALL_MESSAGE = 256 * 1024

/**
 * Appends to a mailbox, which must exist; durable when it resolves. Answers where the message is on servers that say so
 * (UIDPLUS). Throws GatewayError 'no-such-mailbox', 'over-quota', 'too-large', 'refused'.
 */
export async function appendMessage(connections: AccountConnections, mailbox: string, { content, flags, internalDate }: SmallMessage): Promise<MessageRef | undefined> {
  if (content.length > SMALL_MESSAGE) throw new GatewayError('too-large', 'for an append in one piece')
  return connections.useAny(async (client) => {
    const { code } = await execute(client, 'APPEND', [
      mailboxName(client, mailbox),
      flags.map(atom),
      ...(internalDate ? [{ type: 'STRING', value: dateTime(internalDate) } as const] : []),
      { type: 'LITERAL', value: Buffer.from(content.buffer, content.byteOffset, content.length) },
    ])
    // RFC 4315 §3: APPENDUID uidvalidity uid.
    if (textOf(code[0])?.toUpperCase() !== 'APPENDUID') return undefined
    const [uidValidity, uid] = [numberOf(code[1]), numberOf(code[2])]
    if (!uidValidity || !uid) return undefined
    return { mailbox, uidValidity: toUidValidity(uidValidity), uid: toUid(uid) }
  })
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** RFC 9051 §9 date-time, in UTC. */
export function dateTime(date: Date): string {
  const day = String(date.getUTCDate()).padStart(2, ' ')
  return `${day}-${MONTHS[date.getUTCMonth()]}-${date.getUTCFullYear()} ${date.toISOString().slice(11, 19)} +0000`
}
