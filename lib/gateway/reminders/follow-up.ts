import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { markMessages } from '#lib/imap/reminders/marked-messages.ts'
import type { MessageSet } from '#lib/imap/same-mailbox.ts'
import { REMINDER_KEYWORD, untilKeyword } from '#lib/mail/reminders/reminder-keyword.ts'
import { clearAmong } from './bring-back.ts'

/** Marks sent messages: where nobody has answered by that moment, they are shown to their sender again. Throws GatewayError 'refused' where the server keeps no keywords, 'mailbox-replaced'. */
export async function followUp(connections: AccountConnections, set: MessageSet, until: number): Promise<void> {
  await clearAmong(connections, set, 'follow-up')
  await markMessages(connections, set, [REMINDER_KEYWORD['follow-up'], untilKeyword(until)])
}
