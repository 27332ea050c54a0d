import { appendMessage } from '#lib/imap/operations/append-message.ts'
import { ensureSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import type { Writer } from '../writing/writing.ts'

/** A copy of a small message for the sent mail, where the person keeps that; false where it could not be made, which only the log is told more of. */
export async function copyToSent({ connections, habits, writing }: Writer, content: Buffer): Promise<boolean> {
  if (!habits['composing.save_sent']) return true
  try {
    await appendMessage(connections, await ensureSpecialUse(connections, '\\Sent', chosenMailboxes(habits)), { content, flags: ['\\Seen'] })
    return true
  } catch (error) {
    writing.log.error('copy of an answer', error)
    return false
  }
}
