import type { AccountDatabase } from '../account-database.ts'
import type { Steps } from '../commits/steps.ts'

/** Rows that are removed at once. */
const PIECE = 100

/** Removes a mailbox with all that is in it; inside a change. */
export function* removeMailbox(database: AccountDatabase, id: number): Steps<void> {
  database.note(['removed', database.sql('SELECT uid_validity FROM mailbox WHERE id = ?').get(id)?.[0] as number])
  database.sql('UPDATE account SET used = used - mailbox.size, messages = account.messages - mailbox.messages FROM mailbox WHERE mailbox.id = ?').run(id)
  for (let last = lastOfPiece(database, id); last !== undefined; last = lastOfPiece(database, id)) {
    database
      .sql(`UPDATE content SET uses = uses - named.times
        FROM (SELECT content, count(*) AS times FROM message WHERE mailbox = ? AND uid <= ? GROUP BY content) AS named WHERE content.id = named.content`)
      .run(id, last)
    database.crashPoint('content let go')
    database.sql('DELETE FROM message WHERE mailbox = ? AND uid <= ?').run(id, last)
    database.crashPoint('messages deleted')
    yield
  }
  yield* removeRows(database, id, `DELETE FROM vanished WHERE mailbox = ?1 AND (mod_seq, uid) IN (SELECT mod_seq, uid FROM vanished WHERE mailbox = ?1 ORDER BY mod_seq, uid LIMIT ${PIECE})`)
  yield* removeRows(database, id, `DELETE FROM uid_run WHERE mailbox = ?1 AND first IN (SELECT first FROM uid_run WHERE mailbox = ?1 ORDER BY first LIMIT ${PIECE})`)
  for (const table of ['keyword', 'annotation', 'seen']) database.sql(`DELETE FROM ${table} WHERE mailbox = ?`).run(id)
  database.sql('DELETE FROM mailbox WHERE id = ?').run(id)
}

/** The greatest UID of the first messages that are left; undefined when none is. */
function lastOfPiece(database: AccountDatabase, mailbox: number): number | undefined {
  return (database.sql(`SELECT max(uid) FROM (SELECT uid FROM message WHERE mailbox = ? ORDER BY uid LIMIT ${PIECE})`).get(mailbox)?.[0] ?? undefined) as number | undefined
}

function* removeRows(database: AccountDatabase, mailbox: number, some: string): Steps<void> {
  while (database.sql(some).run(mailbox).changes === PIECE) yield
}
