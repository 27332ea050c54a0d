import { attachmentMediaType, attachmentName } from '#lib/composition/attachment-name.ts'
import { SUBJECT_LENGTH, usableAttachmentSize } from '#lib/composition/composition-limits.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { startComposition } from '../writing/begin/start-composition.ts'
import type { PrefilledFields } from '../writing/begin/new-fields.ts'
import type { Writer } from '../writing/writing.ts'
import type { Share, SharedFile } from './waiting-shares.ts'

/** What became of a share: the message that was begun, and why not every file is in it. */
export interface BegunFromShare {
  readonly id: string
  readonly failure: unknown
}

/**
 * A new message with what was shared: the title as its subject, text and address as its text, and the files, which become the
 * message's own; those that do not fit are removed, and the first one is named by the failure.
 */
export async function beginFromShare(writer: Writer, share: Share): Promise<BegunFromShare> {
  const { id } = await startComposition(writer, { kind: 'new', prefilled: fieldsOf(share) }).catch(async (error: unknown) => {
    await writer.writing.spool.remove(share.files.map((file) => file.id))
    throw error
  })
  let failure: unknown
  for (const file of share.files) {
    await adopt(writer, id, file).catch(async (error: unknown) => {
      failure ??= error
      await writer.writing.spool.remove([file.id])
    })
  }
  return { id, failure }
}

function fieldsOf({ title, text, url }: Share): PrefilledFields {
  const body = [text, text.includes(url) ? '' : url].filter((part) => part !== '').join('\n\n')
  return { subject: title.slice(0, SUBJECT_LENGTH), body: body === '' ? '' : `${body}\n` }
}

/** A file that lies in the spool already becomes an attachment. */
async function adopt({ writing, session }: Writer, id: string, { name, mediaType, ...file }: SharedFile): Promise<void> {
  const { attachments } = await writing.store.get(session.account, id)
  const safeName = attachmentName(name)
  const usable = usableAttachmentSize(writing.messageSize, attachments.map(({ size }) => size))
  if (file.size > usable) throw new GatewayError('too-large', 'shared file', { refusal: { name: 'attachment-no-room', with: { name: safeName } } })
  if (file.size > writing.quota - (await writing.store.spooled(session.account))) throw new GatewayError('over-quota', 'spool', { refusal: { name: 'attachments-no-space', with: { name: safeName } } })
  await writing.store.addAttachment(session.account, id, { ...file, name: safeName, mediaType: attachmentMediaType(mediaType) })
}
