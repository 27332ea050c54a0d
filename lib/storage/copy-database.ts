import { chmodSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { syncFile } from './database-file.ts'

/**
 * Writes a copy (0600) of a SQLite file as it is at this moment, whoever else is writing to it, and makes it durable. Answers its octets.
 * Throws where the file is damaged: a copy of that would be worth nothing.
 */
export function copyDatabase(from: string, to: string): number {
  const database = new DatabaseSync(from, { timeout: 10_000 })
  try {
    database.prepare('VACUUM INTO ?').run(to)
  } finally {
    database.close()
  }
  chmodSync(to, 0o600)
  const copy = new DatabaseSync(to)
  try {
    const found = copy.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check']
    if (found !== 'ok') throw new Error(`The copy is damaged: ${String(found)}`)
  } finally {
    copy.close()
  }
  syncFile(to)
  return statSync(to).size
}
