import type { Uid } from '#lib/mail/uid.ts'
import type { AccountDatabase } from '../account-database.ts'
import { finish } from '../commits/steps.ts'
import { mailboxRecord } from '../journal/present-records.ts'
import { MailboxWriter } from '../rows/mailbox-writer.ts'
import { readRows } from '../rows/message-rows.ts'
import { CONTENT_TABLES } from '../rows/schema.ts'

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

/** What a kill has left on its way to the disk goes there before another commit does: it is not looked at again. */
export function bringUnprovedToDisk(database: AccountDatabase): void {
  const packs = database.sql('SELECT DISTINCT pack FROM content WHERE id >= (SELECT unproved FROM account) AND pack IS NOT NULL').all()
  for (const [pack] of packs) database.packs.bringToDisk(pack as number)
}

/**
 * The last commit and its new content went to the disk at the same time, and nobody was answered before both were there: a power cut may have left the one
 * without the other. Whatever brought a message that lacks octets is taken back whole, as if each of its messages had been expunged; inside a change only.
 * Answers which contents went with them.
 */
export function takeBackUnwritten(database: AccountDatabase): readonly number[] {
  const first = database.sql('SELECT unproved FROM account').get()?.[0] ?? null
  if (first === null) return []
  const stored = database.sql('SELECT id, pack, place, size FROM content WHERE id >= ? AND pack IS NOT NULL').all(first) as readonly (readonly [number, number, number, number])[]
  const lost = stored.filter(([, pack, place, size]) => !database.packs.isWhole({ pack, place }, size))
  // All messages that a change brings to a mailbox have one modSeq.
  const changes = new Map(lost.flatMap(([id]) => database.sql('SELECT mailbox, mod_seq FROM message WHERE content = ?').all(id)).map((row) => [row.join(' '), row as readonly [number, number]]))
  for (const change of changes.values()) takeBack(database, change, first as number)
  if (lost.length === 0) return []
  const freed = database.sql('SELECT id FROM content WHERE id >= ? AND uses = 0 AND file IS NULL').all(first).map(([id]) => id as number)
  for (const id of freed) for (const [table, column] of [...CONTENT_TABLES.map((name) => [name, 'content']), ['content', 'id']]) database.sql(`DELETE FROM ${table} WHERE ${column} = ?`).run(id)
  return freed
}

function takeBack(database: AccountDatabase, [mailbox, modSeq]: readonly [number, number], first: number): void {
  const uids = database.sql('SELECT uid FROM message WHERE mailbox = ? AND mod_seq = ? AND content >= ? ORDER BY uid').all(mailbox, modSeq, first).map(([uid]) => uid as Uid)
  const writer = new MailboxWriter(database, mailbox)
  finish(writer.delete(finish(readRows(database, mailbox, uids))))
  writer.finish()
}
