import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { findSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { hasAnswer } from '#lib/imap/reminders/has-answer.ts'
import type { ChosenMailboxes } from '#lib/mail/special-use.ts'
import { bringBack, clear, remindOf } from './bring-back.ts'
import { listReminders, sentMailbox, type Reminder } from './list-reminders.ts'

/** Brings back what is due by `now`, and answers when the next one is; undefined when nothing is left. What has been answered comes back never. */
export async function wakeMessages(connections: AccountConnections, now: number, chosen: ChosenMailboxes): Promise<number | undefined> {
  const all = await listReminders(connections, chosen)
  for (const reminder of all) if (reminder.until <= now) await wake(connections, reminder, chosen)
  return all.find(({ until }) => until > now)?.until
}

async function wake(connections: AccountConnections, { kind, message }: Reminder, chosen: ChosenMailboxes): Promise<void> {
  if (kind === 'snoozed') return bringBack(connections, message)
  const drafts = chosen['\\Drafts'] ?? (await connections.useAny((client) => findSpecialUse(client, '\\Drafts')))
  const except = [await sentMailbox(connections, chosen), drafts].filter((name) => name !== undefined)
  const isAnswered = message.messageId !== '' && (await hasAnswer(connections, message.messageId, except))
  if (isAnswered) return clear(connections, message)
  await remindOf(connections, message)
}
