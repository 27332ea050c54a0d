import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { moveMessages } from '#lib/imap/operations/move-messages.ts'
import { markMessages } from '#lib/imap/reminders/marked-messages.ts'
import { ensureSnoozed } from '#lib/imap/reminders/snoozed-mailbox.ts'
import type { MessageSet } from '#lib/imap/same-mailbox.ts'
import { REMINDER_KEYWORD, untilKeyword } from '#lib/mail/reminders/reminder-keyword.ts'
import { clearAmong } from './bring-back.ts'

/**
 * Puts the messages off: they go to the mailbox for that, with keywords that say until when, which every other program can move or take off.
 * Throws GatewayError 'refused' where the server keeps no keywords, 'mailbox-replaced', 'no-such-mailbox'.
 */
export async function snoozeMessages(connections: AccountConnections, set: MessageSet, until: number): Promise<void> {
  const snoozed = await ensureSnoozed(connections)
  const keywords = [REMINDER_KEYWORD.snoozed, untilKeyword(until)]
  if (set.mailbox === snoozed) await clearAmong(connections, set, 'snoozed')
  await markMessages(connections, set, keywords)
  if (set.mailbox === snoozed) return
  try {
    await moveMessages(connections, set, snoozed)
  } catch (error) {
    await changeFlags(connections, set, { operation: 'remove', flags: keywords }).catch(() => undefined) // the failure that led here is the one to tell
    throw error
  }
}
