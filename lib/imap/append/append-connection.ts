import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'
import type { AccountConnections, ImapAccount } from '../account-connections.ts'
import { toGatewayError } from '../gateway-failure.ts'
import { dateTime } from '../operations/append-message.ts'
import { OwnConnection, type LiteralContent } from '../own-connection/own-connection.ts'

/** A message of any size. */
export interface LargeMessage extends LiteralContent {
  readonly flags: readonly string[]
  readonly internalDate?: Date
}

/**
 * Appends a message of any size on a connection of its own, which counts in the account's limit, at the server's pace and with flat memory
 * (RFC 9051 §6.3.12). The mailbox must exist. Answers where the message is on servers with UIDPLUS. Throws GatewayError
 * 'no-such-mailbox', 'over-quota', 'too-large', 'refused' and those of signing in; then nothing was appended, unless the connection was
 * lost after the last octet ('server-unreachable').
 */
export async function appendLargeMessage(connections: AccountConnections, mailbox: string, message: LargeMessage): Promise<MessageRef | undefined> {
  return connections.withSeat((account, signal) => appendOn(account, signal, mailbox, message))
}

/** The append itself, on a connection to that account; for `appendLargeMessage` and for tests. The message may be one that is made while the connection is opened. */
export async function appendOn(account: ImapAccount, signal: AbortSignal, mailbox: string, message: LargeMessage | Promise<LargeMessage>): Promise<MessageRef | undefined> {
  const connection = await OwnConnection.open(account, signal)
  try {
    return await append(connection, mailbox, await message)
  } catch (error) {
    signal.throwIfAborted()
    throw toGatewayError(error)
  } finally {
    connection.close()
  }
}

const FLAG = /^\\?[^\s(){%*"\\\]\p{Cc}\u0080-\uffff]+$/u

async function append(connection: OwnConnection, mailbox: string, { size, content, flags, internalDate }: LargeMessage): Promise<MessageRef | undefined> {
  if (!flags.every((flag) => FLAG.test(flag))) throw new RangeError('not a flag')
  // RFC 7889: what the server will never take is not even begun.
  const limit = [...connection.capabilities].map((name) => /^APPENDLIMIT=([0-9]+)$/.exec(name)?.[1]).find((value) => value !== undefined)
  if (limit !== undefined && size > Number(limit)) throw new GatewayError('too-large', `APPENDLIMIT ${limit}`)
  const date = internalDate ? ` "${dateTime(internalDate)}"` : ''
  const { code } = await connection.deliver(['APPEND ', connection.mailboxName(mailbox), ` (${flags.join(' ')})${date} `], { size, content })
  const [, uidValidity, uid] = /^APPENDUID ([1-9][0-9]{0,9}) ([1-9][0-9]{0,9})$/i.exec(code) ?? []
  return uid === undefined ? undefined : { mailbox, uidValidity: toUidValidity(Number(uidValidity)), uid: toUid(Number(uid)) }
}
