import type { KeptComposition, SubmissionRecord } from '#lib/composition/kept-composition.ts'
import { findByHeader } from '#lib/imap/append/find-by-header.ts'
import { ensureSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { setOf } from '#lib/imap/same-mailbox.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import type { MessageRef } from '#lib/mail/message-ref.ts'
import { chosenMailboxes } from '#lib/mail/preferences/chosen-mailboxes.ts'
import { followUp } from '../../reminders/follow-up.ts'
import type { Writer } from '../writing.ts'
import { markOf } from './mark-of.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** When the sender of that message wants to see it again where nobody answers, counted from when it left; undefined for never. */
export function reminderTime({ followUp }: Pick<KeptComposition, 'followUp'>, { sentAt }: Pick<SubmissionRecord, 'sentAt'>): number | undefined {
  return followUp === 'none' ? undefined : Math.ceil((sentAt + Number(followUp) * DAY) / MINUTE) * MINUTE
}

/** What was sent, and its copy where that was made just now. */
export interface SentMessage {
  readonly kept: KeptComposition
  readonly copy: MessageRef | undefined
}

/** Marks the copy in Sent, as whoever opens it there can. Throws GatewayError 'no-such-message' where there is no copy, 'refused' where the server keeps no keywords or nothing comes back here. */
export async function remindSender(writer: Writer, { kept, copy }: SentMessage, until: number): Promise<void> {
  if (!writer.remind) throw new GatewayError('refused', 'no reminders')
  const mailbox = await ensureSpecialUse(writer.connections, '\\Sent', chosenMailboxes(writer.habits))
  // A copy that went elsewhere would never come back: what waits for an answer is looked for in Sent.
  const sent = copy?.mailbox === mailbox ? copy : await findCopy(writer, kept, mailbox)
  if (!sent) throw new GatewayError('no-such-message', 'no copy in Sent')
  await writer.remind(until, () => followUp(writer.connections, setOf(sent), until))
}

async function findCopy({ connections }: Writer, kept: KeptComposition, mailbox: string): Promise<MessageRef | undefined> {
  const { name, value } = markOf(kept)
  return (await findByHeader(connections, mailbox, name, value)).at(-1)
}
