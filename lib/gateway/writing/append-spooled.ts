import type { Spool } from '#lib/composition/spool.ts'
import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { appendLargeMessage } from '#lib/imap/append/append-connection.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { appendMessage, SMALL_MESSAGE } from '#lib/imap/operations/append-message.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'

/** A message that lies in the spool, and where it should go. */
export interface SpooledMessage {
  readonly mailbox: string
  readonly flags: readonly string[]
  /** Octets that come before those of the file: a Bcc field. */
  readonly before?: string
  readonly file: string
  readonly size: number
  /** A header field that only this message has there, to find it again on servers that do not say where it went. */
  readonly mark: { readonly name: string; readonly value: string }
}

/** Appends the message and makes sure that it is there: by APPENDUID, else by searching for its mark. Large ones stream. */
export async function appendSpooled(connections: AccountConnections, spool: Spool, message: SpooledMessage): Promise<MessageRef> {
  const { mailbox, flags, mark } = message
  const { size, content } = spooledContent(spool, message)
  const told =
    size <= SMALL_MESSAGE
      ? await appendMessage(connections, mailbox, { content: await collect(content()), flags })
      : await appendLargeMessage(connections, mailbox, { content, size, flags })
  if (told) return told
  const found = (await findByHeader(connections, mailbox, mark.name, mark.value)).at(-1)
  if (!found) throw new GatewayError('refused', 'the appended message is not there')
  return found
}

/** Its octets, read as they are asked for. */
export function spooledContent(spool: Spool, message: Pick<SpooledMessage, 'before' | 'file' | 'size'>): { readonly size: number; readonly content: () => AsyncIterable<Uint8Array> } {
  const before = Buffer.from(message.before ?? '')
  const content = async function* (): AsyncGenerator<Uint8Array> {
    if (before.length > 0) yield before
    yield* spool.read(message.file) as AsyncIterable<Uint8Array>
  }
  return { size: before.length + message.size, content }
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}
