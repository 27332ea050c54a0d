import type { AccountDatabase } from '../account-database.ts'

/** Counts anew what every mailbox holds, and answers the octets that were said to be stored before and those that are; inside a change. */
export function recount(database: AccountDatabase): { readonly was: number; readonly now: number } {
  const was = database.used()
  database
    .sql(`UPDATE mailbox SET (messages, size, unseen, deleted) = (
      SELECT count(*), coalesce(sum(size), 0), coalesce(sum(' ' || flags || ' ' NOT LIKE '% \\Seen %'), 0), coalesce(sum(' ' || flags || ' ' LIKE '% \\Deleted %'), 0)
      FROM message WHERE mailbox = mailbox.id)`)
    .run()
  database.sql('UPDATE account SET used = (SELECT coalesce(sum(size), 0) FROM message)').run()
  return { was, now: database.used() }
}
