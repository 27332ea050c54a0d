import { COMPOSITION_HEADER } from '#lib/composition/message/build-message.ts'
import type { KeptComposition } from '#lib/composition/kept-composition.ts'
import { findByHeader, lacksHeader } from '#lib/imap/append/find-by-header.ts'
import { removeMessage } from '#lib/imap/append/remove-message.ts'
import { isGatewayError } from '#lib/mail/gateway-error.ts'
import { readMessageId, writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import type { Writer } from './writing.ts'

/**
 * Removes the drafts that this composition was resumed from or left behind, and no other message: the one that it remembers by mailbox,
 * UIDVALIDITY and UID, when its Message-ID is ours (or by that and our own field, where the mailbox was numbered anew), and those in `drafts` that carry our own field with its id. `except` stays.
 */
export async function removeDrafts({ connections }: Writer, kept: KeptComposition, drafts: string, except?: MessageRef): Promise<void> {
  const stays = (ref: MessageRef): boolean => except !== undefined && ref.mailbox === except.mailbox && writeMessageId(ref) === writeMessageId(except)
  const ours = [...(await rememberedDraft(connections, kept)), ...(await findByHeader(connections, drafts, COMPOSITION_HEADER, kept.id))]
  for (const ref of new Map(ours.map((one) => [`${one.mailbox}\n${writeMessageId(one)}`, one])).values()) {
    if (!stays(ref)) await removeMessage(connections, ref)
  }
}

/** Those that carry our own field. */
async function withoutOthers(connections: Writer['connections'], refs: readonly MessageRef[]): Promise<readonly MessageRef[]> {
  const ours: MessageRef[] = []
  for (const ref of refs) if (!(await lacksHeader(connections, ref, COMPOSITION_HEADER))) ours.push(ref)
  return ours
}

/** The draft that the composition remembers, if it is still the same message: a server's UIDs may lie, a Message-ID beside them hardly. */
async function rememberedDraft(connections: Writer['connections'], { draft, messageId }: KeptComposition): Promise<readonly MessageRef[]> {
  const id = draft && readMessageId(draft.id)
  if (!id) return []
  const ref = { mailbox: draft.mailbox, ...id }
  try {
    const same = await findByHeader(connections, draft.mailbox, 'Message-ID', messageId)
    if (same.some((found) => writeMessageId(found) === writeMessageId(ref))) return [ref]
    // Numbered anew, as after a move of the mailbox: what Postern wrote there under that Message-ID is the same draft. Another program's text may be a later one.
    const renumbered = same.filter(({ uidValidity }) => uidValidity !== ref.uidValidity)
    if (renumbered.length > 0) return await withoutOthers(connections, renumbered)
    // Other programs' drafts may have no Message-ID; ours was made when it was resumed.
    return (await lacksHeader(connections, ref, 'Message-ID')) ? [ref] : []
  } catch (error) {
    // A mailbox that has gone took the draft along.
    if (isGatewayError(error) && error.failure === 'no-such-mailbox') return []
    throw error
  }
}
