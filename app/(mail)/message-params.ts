import { messageRef } from '#components/mail-state/place.ts'
import { readMailboxSegment } from '#lib/api/urls.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'

/** The segments of a page about one message. */
export interface MessageSegments {
  readonly mailbox: string
  readonly message: string
}

/** The message that a page is about; undefined where its address names none. */
export function readMessageParams({ mailbox: segment, message }: MessageSegments): MessageRef | undefined {
  const mailbox = readMailboxSegment(decodeURIComponent(segment))
  return mailbox ? messageRef(mailbox, message) : undefined
}
