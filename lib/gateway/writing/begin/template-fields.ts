import type { NewComposition } from '#lib/composition/kept-composition.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import { identityAddressed } from '../identity/identities.ts'
import type { Writer } from '../writing.ts'
import { contentOfDraft, fieldsOfDraft, openWritten } from './resume-draft.ts'

/** A template as the beginning of a message of its own, whoever made it; or to be changed, when it stays its original. */
export async function templateFields(writer: Writer, ref: MessageRef, kind: 'from-template' | 'template'): Promise<NewComposition> {
  const written = await openWritten(writer, ref)
  const { view } = written
  const { messageId: _, original: __, others: ___, ...fields } = fieldsOfDraft(view, identityAddressed(writer, view.envelope.from).from)
  const original = kind === 'template' ? { original: { mailbox: ref.mailbox, id: writeMessageId(ref) } } : {}
  return { ...fields, ...original, kind, inReplyTo: '', references: [], ...(await contentOfDraft(writer, ref, written)) }
}
