import { canonicalLines } from '#lib/composition/message/canonical-lines.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { appendLargeMessage } from '#lib/imap/append/append-connection.ts'
import { openPart } from '#lib/imap/operations/open-part.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { isMessagePart } from '#lib/mail/reading/own-page.ts'

export interface FilingRequest {
  readonly ref: MessageRef
  readonly section: string
  /** Full name of a mailbox that exists. */
  readonly target: string
}

/**
 * Keeps a message that is attached to another one in a mailbox, read and with its own date. It is read twice, since a server wants to know
 * its size before, and never held. Answers where it is, on servers that say so. Throws GatewayError 'no-such-part', 'no-such-mailbox', 'over-quota'.
 */
export async function fileMessage(connections: AccountConnections, { ref, section, target }: FilingRequest): Promise<MessageRef | undefined> {
  const { part, content } = await openPart(connections, ref, section)
  if (!isMessagePart(part)) {
    await content.cancel()
    throw new GatewayError('no-such-part', 'no message')
  }
  let size = 0
  for await (const piece of storable(content)) size += piece.length
  return appendLargeMessage(connections, target, { size, content: () => again(connections, ref, section), flags: ['\\Seen'], internalDate: part.envelope?.date ?? new Date() })
}

async function* again(connections: AccountConnections, ref: MessageRef, section: string): AsyncGenerator<Uint8Array> {
  yield* storable((await openPart(connections, ref, section)).content)
}

/** What a mailbox takes: lines with CRLF, no NUL (RFC 9051 §9). */
async function* storable(content: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of canonicalLines(content as unknown as AsyncIterable<Uint8Array>)) yield piece.includes(0) ? piece.filter((octet) => octet !== 0) : piece
}
