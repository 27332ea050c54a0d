import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NewerDatabase, openSqlite } from '#lib/storage/sqlite.ts'
import { isDamage } from '../repair/read-database.ts'
import { SEARCH_INDEX } from './index-files.ts'
import { INDEX_MIGRATIONS } from './index-schema.ts'

/** False where the search index of that folder is damaged. None at all is sound: it is made when somebody needs it. */
export function isIndexSound(folder: string): boolean {
  const file = join(folder, SEARCH_INDEX)
  if (!existsSync(file)) return true
  try {
    const database = openSqlite(file, { migrations: INDEX_MIGRATIONS })
    try {
      return database.prepareArrays('PRAGMA integrity_check').all().every(([line]) => line === 'ok')
    } finally {
      database.close()
    }
  } catch (error) {
    if (isDamage(error) || error instanceof NewerDatabase) return false
    throw error
  }
}
