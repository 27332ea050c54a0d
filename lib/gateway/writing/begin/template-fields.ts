import type { NewComposition } from '#lib/composition/kept-composition.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { openMessage } from '../../open-message.ts'
import { identityAddressed } from '../identity/identities.ts'
import type { Writer } from '../writing.ts'
import { carryAttachments } from './carry-attachments.ts'
import { fieldsOfDraft, wholeText } from './resume-draft.ts'

/** A template as the beginning of a message of its own, whoever made it; or to be changed, when it stays its original. */
export async function templateFields(writer: Writer, ref: MessageRef, kind: 'from-template' | 'template'): Promise<NewComposition> {
  const view = await openMessage(writer.connections, ref, { markSeen: false, prefer: 'text' })
  const { messageId: _, original: __, ...fields } = fieldsOfDraft(view, identityAddressed(writer, view.envelope.from).from)
  const original = kind === 'template' ? { original: { mailbox: ref.mailbox, id: writeMessageId(ref) } } : {}
  return { ...fields, ...original, kind, inReplyTo: '', references: [], body: await wholeText(writer, ref, view), attachments: await carryAttachments(writer, ref, view.attachments) }
}
