import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { writeMessageId, type MessageRef } from '#lib/mail/message-ref.ts'
import type { ReminderKind } from '#lib/mail/reminders/reminder-keyword.ts'
import type { ChosenMailboxes } from '#lib/mail/special-use.ts'
import { bringBack, clear } from './bring-back.ts'
import { listReminders } from './list-reminders.ts'

/** What was put off comes back now; nobody is reminded of what was sent. Answers which of both it was. Throws GatewayError 'no-such-message' where that message waits for nothing. */
export async function endReminder(connections: AccountConnections, ref: MessageRef, chosen: ChosenMailboxes): Promise<ReminderKind> {
  const found = (await listReminders(connections, chosen)).find(({ message }) => message.ref.mailbox === ref.mailbox && writeMessageId(message.ref) === writeMessageId(ref))
  if (!found) throw new GatewayError('no-such-message')
  if (found.kind === 'snoozed') await bringBack(connections, found.message)
  else await clear(connections, found.message)
  return found.kind
}
