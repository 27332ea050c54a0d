import type { AccountConnections } from '#lib/imap/account-connections.ts'
import { changeFlags } from '#lib/imap/operations/change-flags.ts'
import { copyMessages } from '#lib/imap/operations/copy-messages.ts'
import { moveMessages } from '#lib/imap/operations/move-messages.ts'
import type { CopiedUids } from '#lib/imap/copy-uid.ts'
import { findMarked, type MarkedMessage } from '#lib/imap/reminders/marked-messages.ts'
import { setOf, type MessageSet } from '#lib/imap/same-mailbox.ts'
import { REMINDER_KEYWORD, reminderKeywords, type ReminderKind } from '#lib/mail/reminders/reminder-keyword.ts'
import { toUid, toUidValidity } from '#lib/mail/uid.ts'

const INBOX = 'INBOX'

/** A message that was put off lies in the inbox again, unread and as the newest there. One that somebody else has moved meanwhile is left where it is. */
export async function bringBack(connections: AccountConnections, { ref, flags }: MarkedMessage): Promise<void> {
  // Unread before it moves: a process that ends in between has lost nothing.
  await changeFlags(connections, setOf(ref), { operation: 'remove', flags: ['\\Seen'] })
  if (ref.mailbox === INBOX) return clear(connections, { ref, flags })
  await clearCopies(connections, await moveMessages(connections, setOf(ref), INBOX), flags)
}

/** A message that nobody answered: a copy lies in the inbox, unread, once. */
export async function remindOf(connections: AccountConnections, { ref, flags, messageId }: MarkedMessage): Promise<void> {
  // A process may have ended behind the copy, which has the keyword until it is done.
  const copies = (await findMarked(connections, INBOX, REMINDER_KEYWORD['follow-up'])).filter((copy) => messageId !== '' && copy.messageId === messageId)
  for (const copy of copies) await clear(connections, copy)
  if (copies.length === 0) {
    const copied = await copyMessages(connections, setOf(ref), INBOX)
    await clearCopies(connections, copied, [...flags, '\\Seen'])
  }
  await clear(connections, { ref, flags })
}

/** Takes what those messages were marked with before off: one message has one moment. */
export async function clearAmong(connections: AccountConnections, { mailbox, uids }: MessageSet, kind: ReminderKind): Promise<void> {
  for (const marked of await findMarked(connections, mailbox, REMINDER_KEYWORD[kind])) if (uids.includes(marked.ref.uid)) await clear(connections, marked)
}

/** Takes the keywords of a reminder off. */
export async function clear(connections: AccountConnections, { ref, flags }: Pick<MarkedMessage, 'ref' | 'flags'>): Promise<void> {
  const keywords = reminderKeywords(flags)
  if (keywords.length > 0) await changeFlags(connections, setOf(ref), { operation: 'remove', flags: keywords })
}

/** On servers that do not say where the messages went the keywords stay, which nobody looks at in the inbox. */
async function clearCopies(connections: AccountConnections, copied: CopiedUids | undefined, flags: readonly string[]): Promise<void> {
  const uids = (copied?.pairs ?? []).map(([, to]) => toUid(to))
  if (!copied || uids.length === 0) return
  const gone = [...reminderKeywords(flags), '\\Seen']
  await changeFlags(connections, { mailbox: INBOX, uidValidity: toUidValidity(copied.uidValidity), uids }, { operation: 'remove', flags: gone })
}
