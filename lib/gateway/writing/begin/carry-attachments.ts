import { attachmentName, attachmentMediaType } from '#lib/composition/attachment-name.ts'
import { ATTACHMENT_LIMIT, usableAttachmentSize } from '#lib/composition/composition-limits.ts'
import { openPart } from '#lib/imap/operations/open-part.ts'
import { readSource } from '#lib/imap/operations/read-source.ts'
import type { CompositionAttachment } from '#lib/mail/composition.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import type { AttachmentView } from '#lib/mail/reading/message-view.ts'
import type { Writer } from '../writing.ts'
import { oneLine } from './subject-prefix.ts'

/** Brings parts of a message from the server into the spool, one after the other, as streams. All or none. */
export async function carryAttachments(writer: Writer, ref: MessageRef, views: readonly AttachmentView[]): Promise<readonly CompositionAttachment[]> {
  return allOrNone(writer, views, async (view, before) => {
    const { content } = await openPart(writer.connections, ref, view.section)
    const name = attachmentName(view.name || defaultName(view.mediaType))
    const mediaType = isMessage(view.mediaType) ? 'message/rfc822' : attachmentMediaType(view.mediaType)
    return { ...(await spool(writer, content as AsyncIterable<Uint8Array>, before)), name, mediaType }
  })
}

/** Brings the whole message into the spool as an attachment of its own. */
export function carryMessage(writer: Writer, ref: MessageRef, subject: string): Promise<CompositionAttachment> {
  return carryWhole(writer, { ref, subject }, [])
}

/** Brings whole messages into the spool, one after the other. All or none. */
export function carryMessages(writer: Writer, messages: readonly WholeMessage[]): Promise<readonly CompositionAttachment[]> {
  return allOrNone(writer, messages, (message, before) => carryWhole(writer, message, before))
}

interface WholeMessage {
  readonly ref: MessageRef
  readonly subject: string
}

async function carryWhole(writer: Writer, { ref, subject }: WholeMessage, before: readonly CompositionAttachment[]): Promise<CompositionAttachment> {
  const { content } = await readSource(writer.connections, ref)
  const file = await spool(writer, content as AsyncIterable<Uint8Array>, before)
  return { ...file, name: attachmentName(`${oneLine(subject).replaceAll(/[/\\]/g, '-') || 'message'}.eml`), mediaType: 'message/rfc822' }
}

async function allOrNone<T>(writer: Writer, things: readonly T[], carry: (thing: T, before: readonly CompositionAttachment[]) => Promise<CompositionAttachment>): Promise<readonly CompositionAttachment[]> {
  if (things.length > ATTACHMENT_LIMIT) throw tooLarge()
  const carried: CompositionAttachment[] = []
  try {
    for (const thing of things) carried.push(await carry(thing, carried))
    return carried
  } catch (error) {
    await writer.writing.spool.remove(carried.map(({ id }) => id))
    throw error
  }
}

async function spool({ writing, session }: Writer, content: AsyncIterable<Uint8Array>, before: readonly CompositionAttachment[]): Promise<{ readonly id: string; readonly size: number }> {
  const sizes = before.map(({ size }) => size)
  const taken = (await writing.store.spooled(session.account)) + sizes.reduce((sum, size) => sum + size, 0)
  const limit = Math.min(usableAttachmentSize(writing.messageSize, sizes), Math.max(0, writing.quota - taken))
  try {
    return await writing.spool.write(content, limit)
  } catch (error) {
    throw isGatewayError(error) && error.failure === 'too-large' ? tooLarge() : error
  }
}

function tooLarge(): GatewayError {
  return new GatewayError('too-large', 'carried attachments', { refusal: { name: 'attachments-carried-large' } })
}

function isMessage(mediaType: string): boolean {
  return mediaType.toLowerCase() === 'message/rfc822'
}

function defaultName(mediaType: string): string {
  return isMessage(mediaType) ? 'message.eml' : 'attachment'
}
