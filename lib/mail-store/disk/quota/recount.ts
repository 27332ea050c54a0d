import type { AccountDatabase } from '../account-database.ts'
import type { Steps } from '../commits/steps.ts'
import { ACCOUNT_ROOT, readRoots, usages } from './quota-roots.ts'

/** Messages that are counted at once. */
const PIECE = 1000

/** What was said to count in a quota root before a count, and what does. */
export interface Recount {
  /** The name of its mailbox; '' where it is the account's own. */
  readonly root: string
  /** Octets. */
  readonly was: number
  readonly now: number
}

/** Counts anew what every mailbox holds, and answers what that has come to in each quota root, the account's own first; inside a change. */
export function* recount(database: AccountDatabase): Steps<readonly Recount[]> {
  const roots = readRoots(database)
  const before = usages(database, roots)
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
  const after = usages(database, roots)
  return [{ id: ACCOUNT_ROOT, name: '' }, ...roots].map(({ id, name }) => ({ root: name, was: before.get(id)?.size ?? 0, now: after.get(id)?.size ?? 0 }))
}
