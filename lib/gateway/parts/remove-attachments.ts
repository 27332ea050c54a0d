import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { replaceMessage } from '#lib/imap/append/replace-message.ts'
import { readStored, type StoredMessage } from '#lib/imap/append/stored-message.ts'
import { readSource } from '#lib/imap/operations/read-source.ts'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { attachmentsBeside, mediaType, picturesBeside } from '#lib/mail/reading/attachments.ts'
import { chooseBodies } from '#lib/mail/reading/body-choice.ts'
import type { PartExtent } from '#lib/mime/digest.ts'
import { replaceParts } from '#lib/mime/rewriting/replace-parts.ts'
import { splice, splicedSize } from '#lib/mime/rewriting/splice.ts'

export interface RemovalRequest {
  readonly ref: MessageRef
  /** Sections of attachments, at least one. */
  readonly sections: readonly string[]
  /** The text that the message has in the place of that part. */
  readonly describe: (part: BodyPart) => string
}

/**
 * Takes attachments out of a stored message: a new message without them, otherwise the same octet for octet, takes its place. Nothing is lost
 * whatever fails (replaceMessage). Answers where it is now. Throws GatewayError 'no-such-part', 'refused' where it is not certain which octets
 * those parts are, and what replaceMessage throws.
 */
export async function removeAttachments(connections: AccountConnections, { ref, sections, describe }: RemovalRequest): Promise<MessageRef> {
  const stored = await readStored(connections, ref)
  const { digest, flags, internalDate } = stored
  const chosen = choose(stored.structure, sections)
  const splices = replaceParts(digest, chosen.map((part) => ({ extent: extentOf(stored, part), text: describe(part) })))
  if (!splices) throw new GatewayError('refused', 'a header beyond all bounds')
  return replaceMessage(connections, ref, {
    size: splicedSize(digest.size, splices),
    content: () => splicedSource(connections, ref, splices),
    flags,
    ...(internalDate ? { internalDate } : {}),
  })
}

async function* splicedSource(connections: AccountConnections, ref: MessageRef, splices: Parameters<typeof splice>[1]): AsyncGenerator<Uint8Array> {
  const { content } = await readSource(connections, ref)
  yield* splice(content as unknown as AsyncIterable<Uint8Array>, splices)
}

function choose(structure: BodyPart, sections: readonly string[]): readonly BodyPart[] {
  const attachments = attachmentsBeside(structure, chooseBodies(structure).map(({ part }) => part), picturesBeside(structure).map(({ part }) => part))
  return [...new Set(sections)].map((section) => {
    const part = attachments.find((attachment) => attachment.section === section)
    if (!part) throw new GatewayError('no-such-part')
    return part
  })
}

/** Where the part lies. The server and we have each taken the message apart: only where both agree may octets be cut out. */
function extentOf({ digest, structure }: StoredMessage, part: BodyPart): PartExtent {
  const section = part === structure ? '' : part.section
  const extent = digest.parts.find((candidate) => candidate.section === section)
  if (!extent || extent.mediaType !== mediaType(part) || Math.abs(extent.bodyEnd - extent.bodyStart - part.size) > 2) throw new GatewayError('refused', 'the parts cannot be told apart')
  return extent
}
