import { findPart, type BodyPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { decodeTransferOctets } from '#lib/mime/transfer-encoding.ts'
import type { ImapFlow } from 'imapflow'
import type { AccountConnections } from '../account-connections.ts'
import { requireStructure } from './message-structure.ts'
import { readContent } from './part-content.ts'
import { requireSameMailbox } from '../same-mailbox.ts'

/** A part as it was asked for. */
export interface ExactPart {
  readonly part: BodyPart
  /** With its own header and every octet as it is stored (RFC 1847 §2.1: what a signature covers), or without its transfer encoding. */
  readonly octets: Buffer
}

export interface ExactRequest {
  readonly section: string
  readonly as: 'stored' | 'decoded'
}

/**
 * Parts of one message octet for octet, at most `limit` octets together; never sets \Seen. Throws GatewayError 'too-large', 'no-such-part',
 * 'no-such-message', 'mailbox-replaced'.
 */
export async function readExact(connections: AccountConnections, ref: MessageRef, requests: readonly ExactRequest[], limit: number): Promise<readonly ExactPart[]> {
  return connections.use(ref.mailbox, async (client) => {
    requireSameMailbox(client, ref)
    const root = await requireStructure(client, ref.uid)
    const parts: ExactPart[] = []
    let room = limit
    for (const { section, as } of requests) {
      const part = findPart(root, section)
      if (!part || (as === 'decoded' && part.type === 'multipart')) throw new GatewayError('no-such-part')
      const sections = as === 'stored' ? [`${section}.MIME`, section] : [section]
      const octets = Buffer.concat(await readAll(client, ref, sections, room))
      room -= octets.length
      parts.push({ part, octets: as === 'stored' ? octets : Buffer.from(decodeTransferOctets(octets, part.encoding)) })
    }
    return parts
  })
}

async function readAll(client: ImapFlow, { uid }: MessageRef, sections: readonly string[], limit: number): Promise<readonly Uint8Array[]> {
  const pieces: Uint8Array[] = []
  let size = 0
  for (const section of sections) {
    for await (const piece of readContent(client, { uid, section })) {
      size += piece.length
      if (size > limit) throw new GatewayError('too-large', 'signed part')
      pieces.push(piece)
    }
  }
  return pieces
}
