import { attachmentMediaType, attachmentName } from '#lib/composition/attachment-name.ts'
import { usableAttachmentSize } from '#lib/composition/composition-limits.ts'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { GatewayError, isGatewayError } from '#lib/mail/gateway-error.ts'
import { makeContentId } from '../sanitizing/html-job.ts'
import type { Writer } from './writing.ts'

/** A file on its way in. */
export interface NewFile {
  readonly name: string
  /** As the browser claims it. */
  readonly mediaType: string
  readonly content: AsyncIterable<Uint8Array>
  /** A picture for the HTML: it gets a Content-ID. What is no picture is a file as any other. */
  readonly isInline?: boolean
  /** It was looked at: what follows is a message (message/rfc822), whatever is claimed. */
  readonly isMessage?: true
}

/**
 * Attaches a file, streamed to the disk. Throws GatewayError('too-large') with the usable size in its sentence, base64 counted; 'over-quota'
 * when the account's share of the spool is full, and as the scanner does. A file that breaks off leaves nothing.
 */
export async function attachFile({ writing, session, fileLinks }: Writer, id: string, { name, mediaType, content, isInline = false, isMessage }: NewFile): Promise<KeptComposition> {
  const kept = await writing.store.get(session.account, id)
  const usable = usableAttachmentSize(writing.messageSize, kept.attachments.map(({ size }) => size))
  const left = Math.max(0, writing.quota - (await writing.store.spooled(session.account)))
  const safeName = attachmentName(name)
  const file = await writing.spool.write(content, Math.min(usable, left)).catch((error: unknown) => {
    throw isGatewayError(error) && error.failure === 'too-large' ? attachmentTooLarge(safeName, { usable, left, mayLink: fileLinks !== undefined }) : error
  })
  try {
    await writing.scan?.({ path: writing.spool.path(file.id), name: safeName })
    const type = isMessage ? 'message/rfc822' : attachmentMediaType(mediaType)
    const inline = isInline && type.startsWith('image/') ? { contentId: makeContentId() } : {}
    return await writing.store.addAttachment(session.account, id, { id: file.id, name: safeName, mediaType: type, size: file.size, ...inline })
  } catch (error) {
    await writing.spool.remove([file.id])
    throw error
  }
}

/** Takes one attachment off and its file away. */
export async function removeAttachment({ writing, session }: Writer, id: string, attachment: string): Promise<KeptComposition> {
  const { attachments } = await writing.store.get(session.account, id)
  const kept = await writing.store.removeAttachment(session.account, id, attachment)
  if (attachments.some((one) => one.id === attachment)) await writing.spool.remove([attachment])
  return kept
}

/** A file that does not fit: `usable` octets into the message, `left` into the account's share of the spool. Where it may go as a link, that is said. */
export function attachmentTooLarge(name: string, { usable, left, mayLink }: { readonly usable: number; readonly left: number; readonly mayLink: boolean }): GatewayError {
  const megabytes = Math.floor(usable / TENTH) / 10
  if (left < usable) return new GatewayError('over-quota', 'spool', { refusal: { name: 'attachments-no-space', with: { name } } })
  if (mayLink) return new GatewayError('too-large', 'attachment', { refusal: { name: 'attachment-large-link', with: { name, megabytes } } })
  if (usable < TENTH) return new GatewayError('too-large', 'attachment', { refusal: { name: 'attachment-no-room', with: { name } } })
  return new GatewayError('too-large', 'attachment', { refusal: { name: 'attachment-large', with: { name, megabytes } } })
}

/** Of a megabyte, in powers of ten as file managers count. */
const TENTH = 100_000
