import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { findSpecialUse } from '#lib/imap/operations/ensure-special-use.ts'
import { findMarked, type MarkedMessage } from '#lib/imap/reminders/marked-messages.ts'
import { findSnoozed } from '#lib/imap/reminders/snoozed-mailbox.ts'
import { REMINDER_KEYWORD, untilOf, type ReminderKind } from '#lib/mail/reminders/reminder-keyword.ts'
import type { ChosenMailboxes } from '#lib/mail/special-use.ts'

/** A message that is to come back. */
export interface Reminder {
  readonly kind: ReminderKind
  readonly message: MarkedMessage
  /** Milliseconds since 1970. */
  readonly until: number
}

/** Everything that is to come back to the inbox, the soonest first. */
export async function listReminders(connections: AccountConnections, chosen: ChosenMailboxes): Promise<readonly Reminder[]> {
  const snoozed = await findSnoozed(connections)
  const sent = await sentMailbox(connections, chosen)
  const found = [
    ...(snoozed === undefined ? [] : await remindersOf(connections, 'snoozed', snoozed)),
    ...(sent === undefined ? [] : await remindersOf(connections, 'follow-up', sent)),
  ]
  return found.toSorted((one, other) => one.until - other.until)
}

/** Where messages lie that somebody may wait for an answer to; undefined where there is no such mailbox. */
export async function sentMailbox(connections: AccountConnections, chosen: ChosenMailboxes): Promise<string | undefined> {
  return chosen['\\Sent'] ?? connections.useAny((client) => findSpecialUse(client, '\\Sent'))
}

/** One whose moment somebody has taken off is due. */
async function remindersOf(connections: AccountConnections, kind: ReminderKind, mailbox: string): Promise<readonly Reminder[]> {
  return (await findMarked(connections, mailbox, REMINDER_KEYWORD[kind])).map((message) => ({ kind, message, until: untilOf(message.flags) ?? 0 }))
}
