import type { BodyPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { decodeTransfer } from '#lib/mime/transfer-encoding.ts'
import type { AccountConnections } from '../account-connections.ts'
import { ContentReader } from '../reading/content-reader.ts'
import { requirePart } from '../reading/message-structure.ts'
import { requireSameMailbox } from '../same-mailbox.ts'

/** A part of a message, being read. */
export interface OpenedPart {
  readonly part: BodyPart
  /** Transfer-decoded; reads no further ahead than one piece. Cancelling it closes its connections. */
  readonly content: ReadableStream<Uint8Array>
}

/**
 * One part alone, as a stream from the server to the reader, its name by `charset` where it declares none; never sets \Seen. A multipart has no content of its own. Throws GatewayError
 * 'no-such-part', 'no-such-message', 'mailbox-replaced'.
 */
export async function openPart(connections: AccountConnections, ref: MessageRef, section: string, charset?: string): Promise<OpenedPart> {
  let opened: BodyPart | undefined
  const content = await connections.stream(ref.mailbox, async (client, lease) => {
    requireSameMailbox(client, ref)
    opened = await requirePart(client, ref.uid, section, charset)
    if (opened.type === 'multipart') throw new GatewayError('no-such-part', 'a multipart')
    return decodeTransfer(new ContentReader({ connections, ref, client, lease }).content(section, opened.size), opened.encoding)
  })
  if (!opened) throw new GatewayError('no-such-part')
  return { part: opened, content }
}
