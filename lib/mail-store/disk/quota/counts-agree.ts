import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NewerDatabase, openSqlite } from '#lib/storage/sqlite.ts'
import { DATABASE } from '../account-database.ts'
import { isDamage } from '../repair/read-database.ts'
import { MIGRATIONS } from '../rows/schema.ts'

/** One statement, so that it sees one moment while others write. */
const DISAGREEMENT = `SELECT 1 FROM account WHERE used <> (SELECT coalesce(sum(size), 0) FROM message)
  UNION ALL SELECT 1 FROM mailbox b LEFT JOIN (SELECT mailbox, count(*) AS messages, sum(size) AS size FROM message GROUP BY mailbox) m ON m.mailbox = b.id
  WHERE b.messages <> coalesce(m.messages, 0) OR b.size <> coalesce(m.size, 0) LIMIT 1`

/**
 * Whether the counters by which quotas are measured say what the account's messages come to. Undefined where that cannot be told: nothing is stored
 * yet, it waits to be brought up to date, or the database is damaged, which others tell.
 */
export async function countsAgree(folder: string): Promise<boolean | undefined> {
  const file = join(folder, DATABASE)
  if (!existsSync(file)) return undefined
  try {
    const database = openSqlite(file, { migrations: MIGRATIONS, readOnly: true })
    try {
      return database.prepare(DISAGREEMENT).get() === undefined
    } finally {
      database.close()
    }
  } catch (error) {
    if (isDamage(error) || error instanceof NewerDatabase) return undefined
    throw error
  }
}
