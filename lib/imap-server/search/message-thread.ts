import { threadIdOf } from '#lib/mail-store/object-id.ts'
import type { StoredMessage } from '#lib/mail-store/mail-store.ts'

/** What THREADID is made from. */
export const THREAD_ID_FIELDS = ['references', 'inReplyTo', 'messageId', 'emailId'] as const

/**
 * THREADID of a message read with THREAD_ID_FIELDS: the first message that it refers to, else itself. It follows from the
 * content alone, so it is the same in every mailbox and account and never changes (RFC 8474 §5.2).
 */
export function threadIdOfMessage({ references, inReplyTo, messageId, emailId }: Pick<StoredMessage, (typeof THREAD_ID_FIELDS)[number]>): string {
  const root = references?.[0] ?? [inReplyTo, messageId, emailId].find((id) => id !== undefined && id !== '')
  return threadIdOf(root ?? '')
}
