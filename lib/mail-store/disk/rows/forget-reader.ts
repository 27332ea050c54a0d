import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqlite } from '#lib/storage/sqlite.ts'
import { DATABASE, type AccountDatabase } from '../account-database.ts'
import { MIGRATIONS } from './schema.ts'

const KNOWN = 'SELECT 1 WHERE EXISTS (SELECT 1 FROM seen WHERE reader = ?1) OR EXISTS (SELECT 1 FROM annotation WHERE reader = ?1)'

/** Removes what a reader of these mailboxes has seen and noted, who is not their owner; inside a change. */
export function forgetReader(database: AccountDatabase, reader: string): void {
  const seen = database.sql('SELECT b.uid_validity, s.stretch FROM seen s JOIN mailbox b ON b.id = s.mailbox WHERE s.reader = ?').all(reader) as readonly (readonly [number, number])[]
  for (const [uidValidity, stretch] of seen) database.note(['seen', uidValidity, reader, stretch, 0, null])
  const notes = database
    .sql('SELECT coalesce(b.uid_validity, 0), a.name FROM annotation a LEFT JOIN mailbox b ON b.id = a.mailbox WHERE a.reader = ?')
    .all(reader) as readonly (readonly [number, string])[]
  for (const [uidValidity, name] of notes) database.note(['annotation', uidValidity, reader, name, null])
  for (const table of ['seen', 'annotation']) database.sql(`DELETE FROM ${table} WHERE reader = ?`).run(reader)
}

/** True where an account that nobody has open may hold anything of that reader, without opening it. */
export function knowsReader(folder: string, reader: string): boolean {
  const file = join(folder, DATABASE)
  if (!existsSync(file)) return false
  try {
    const database = openSqlite(file, { migrations: MIGRATIONS, readOnly: true })
    try {
      return database.prepareArrays(KNOWN).get(reader) !== undefined
    } finally {
      database.close()
    }
  } catch {
    return true // of an older version, or damaged: whoever opens it sees to that
  }
}
