import { attachmentName, attachmentMediaType } from '#lib/composition/attachment-name.ts'
import { ATTACHMENT_LIMIT, usableAttachmentSize } from '#lib/composition/composition-limits.ts'
import { openPart } from '#lib/imap/operations/open-part.ts'
import { readSource } from '#lib/imap/operations/read-source.ts'
import type { BodyPart } from '#lib/mail/body-structure.ts'
import type { CompositionAttachment } from '#lib/mail/composition.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { mediaType, partName } from '#lib/mail/reading/attachments.ts'
import type { AttachmentView } from '#lib/mail/reading/message-view.ts'
import type { Writer } from '../writing.ts'
import { oneLine } from './subject-prefix.ts'

/** Brings parts of a message from the server into the spool, one after the other, as streams, beside what was `carried` already. All or none. */
export async function carryAttachments(writer: Writer, ref: MessageRef, views: readonly AttachmentView[], carried: readonly CompositionAttachment[] = []): Promise<readonly CompositionAttachment[]> {
  return allOrNone(writer, { things: views, carried }, async (view, before) => {
    const { content } = await openPart(writer.connections, ref, view.section)
    const name = attachmentName(view.name || defaultName(view.mediaType))
    const type = isMessage(view.mediaType) ? 'message/rfc822' : attachmentMediaType(view.mediaType)
    return { ...(await spool(writer, content as AsyncIterable<Uint8Array>, before)), name, mediaType: type }
  })
}

/** Brings pictures of a message into the spool, under the Content-IDs that the HTML knows them by. */
export async function carryPictures(writer: Writer, ref: MessageRef, pictures: readonly { readonly part: BodyPart; readonly contentId: string }[]): Promise<readonly CompositionAttachment[]> {
  return allOrNone(writer, { things: pictures, carried: [] }, async ({ part, contentId }, before) => {
    const { content } = await openPart(writer.connections, ref, part.section)
    const file = await spool(writer, content as AsyncIterable<Uint8Array>, before)
    return { ...file, name: attachmentName(partName(part) || `picture.${part.subtype}`), mediaType: attachmentMediaType(mediaType(part)), contentId }
  })
}

/** Brings the whole message into the spool as an attachment of its own. */
export function carryMessage(writer: Writer, ref: MessageRef, subject: string): Promise<CompositionAttachment> {
  return carryWhole(writer, { ref, subject }, [])
}

/** Brings whole messages into the spool, one after the other. All or none. */
export function carryMessages(writer: Writer, messages: readonly WholeMessage[]): Promise<readonly CompositionAttachment[]> {
  return allOrNone(writer, { things: messages, carried: [] }, (message, before) => carryWhole(writer, message, before))
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

async function allOrNone<T>(writer: Writer, { things, carried: before }: { readonly things: readonly T[]; readonly carried: readonly CompositionAttachment[] }, carry: (thing: T, before: readonly CompositionAttachment[]) => Promise<CompositionAttachment>): Promise<readonly CompositionAttachment[]> {
  const carried: CompositionAttachment[] = [...before]
  try {
    if (things.length + before.length > ATTACHMENT_LIMIT) throw tooLarge()
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
