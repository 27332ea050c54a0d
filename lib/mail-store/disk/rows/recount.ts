import type { AccountDatabase } from '../account-database.ts'
import type { Steps } from '../commits/steps.ts'

/** Messages that are counted at once. */
const PIECE = 1000

/** Counts anew what every mailbox holds, and answers the octets that were said to be stored before and those that are; inside a change. */
export function* recount(database: AccountDatabase): Steps<{ readonly was: number; readonly now: number }> {
  const was = database.used()
  for (const [mailbox] of database.sql('SELECT id FROM mailbox').all()) {
    database.sql('UPDATE mailbox SET messages = 0, size = 0, unseen = 0, deleted = 0 WHERE id = ?').run(mailbox as number)
    for (let [above, counted] = [0, PIECE]; counted === PIECE; ) {
      const [count, size, unseen, deleted, last] = database
        .sql(`SELECT count(*), coalesce(sum(size), 0), coalesce(sum(' ' || flags || ' ' NOT LIKE '% \\Seen %'), 0), coalesce(sum(' ' || flags || ' ' LIKE '% \\Deleted %'), 0), max(uid)
          FROM (SELECT uid, size, flags FROM message WHERE mailbox = ? AND uid > ? ORDER BY uid LIMIT ${PIECE})`)
        .get(mailbox as number, above) as readonly [number, number, number, number, number]
      database
        .sql('UPDATE mailbox SET messages = messages + ?, size = size + ?, unseen = unseen + ?, deleted = deleted + ? WHERE id = ?')
        .run(count, size, unseen, deleted, mailbox as number)
      ;[above, counted] = [last, count]
      yield
    }
  }
  database.sql('UPDATE account SET (used, messages) = (SELECT coalesce(sum(size), 0), coalesce(sum(messages), 0) FROM mailbox)').run()
  return { was, now: database.used() }
}
