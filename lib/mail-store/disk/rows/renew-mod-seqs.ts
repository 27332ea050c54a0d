import type { Uid } from '#lib/mail/uid.ts'
import type { AccountDatabase } from '../account-database.ts'
import { MailboxWriter } from './mailbox-writer.ts'
import { readRows } from './message-rows.ts'

/** Every message has changed, for whoever comes back and asks since when (RFC 7162 §3.1): inside a change. */
export function renewModSeqs(database: AccountDatabase, mailbox: number): void {
  const writer = new MailboxWriter(database, mailbox)
  const uids = database.sql('SELECT uid FROM message WHERE mailbox = ? ORDER BY uid').all(mailbox).map(([uid]) => uid as Uid)
  for (const { meta } of readRows(database, mailbox, uids)) writer.setFlags(meta, meta.flags)
  writer.finish()
}
