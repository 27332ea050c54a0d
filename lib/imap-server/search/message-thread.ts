import { threadIdOf } from '#lib/mail-store/object-id.ts'
import type { StoredMessage } from '#lib/mail-store/mail-store.ts'

/**
 * THREADID of a message read with its `keys` and `emailId`: the first message that it refers to, else itself. It follows from the
 * content alone, so it is the same in every mailbox and account and never changes (RFC 8474 §5.2).
 */
export function threadIdOfMessage({ keys, emailId }: StoredMessage): string {
  const root = keys?.references[0] ?? [keys?.inReplyTo, keys?.messageId, emailId].find((id) => id !== undefined && id !== '')
  return threadIdOf(root ?? '')
}
