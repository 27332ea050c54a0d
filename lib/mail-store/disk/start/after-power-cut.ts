import type { AccountDatabase } from '../account-database.ts'
import { mailboxRecord } from '../journal/present-records.ts'

/** More UIDs than a client has a use for that appear in one commit, and more changes of a mailbox than share one. */
const [UIDS, CHANGES] = [100_000, 1000]

/**
 * A power cut may have taken the last commit, which nobody was answered, but whose news others may have heard in the moment before. So that no UID and no modSeq
 * that they know comes to mean something else, all mailboxes go on behind what it can have given out, and whoever asks for changes since then is told
 * of everything that is gone (RFC 7162 §3.2.7: the server may say more than it needs). Inside a change only.
 */
export function skipWhatWasSeen(database: AccountDatabase): void {
  database.sql('UPDATE mailbox SET uid_next = min(uid_next + ?, 4294967295), forgotten = mod_seq + ?, mod_seq = mod_seq + ?').run(UIDS, CHANGES - 1, CHANGES)
  for (const [id] of database.sql('SELECT id FROM mailbox').all()) database.note(mailboxRecord(database, id as number))
}
