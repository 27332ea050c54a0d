import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { NewerDatabase } from '#lib/storage/sqlite.ts'
import { verifyAccount } from '../verify-account.ts'
import { DATABASE } from '../account-database.ts'
import { discardSearchIndex } from '../search-index/index-files.ts'
import { isIndexSound } from '../search-index/verify-index.ts'
import { isDamage } from './read-database.ts'
import { rebuildAccount, type RepairReport } from './rebuild-account.ts'

export interface Examination {
  /** Sentences about everything that was wrong; none when all was well. */
  readonly faults: readonly string[]
  /** Undefined where nothing was repaired. */
  readonly repair?: RepairReport
  /** The search index was damaged and is gone: it is made anew when somebody needs it. */
  readonly isIndexDropped?: true
}

/** Looks at everything in an account's folder and, if asked to, mends it; nobody may have the account open. `now` in milliseconds since 1970. */
export async function examineAccount(folder: string, { repair, now }: { readonly repair: boolean; readonly now: number }): Promise<Examination> {
  const { faults, isMendable } = await faultsOf(folder)
  const isRepaired = repair && isMendable && faults.length > 0
  const report = isRepaired ? { repair: await rebuildAccount(folder, now) } : {}
  if (isIndexSound(folder)) return { faults, ...report }
  if (repair) discardSearchIndex(folder)
  return { faults: [...faults, 'the search index is damaged'], ...report, ...(repair && { isIndexDropped: true }) }
}

interface Found {
  readonly faults: readonly string[]
  readonly isMendable: boolean
}

async function faultsOf(folder: string): Promise<Found> {
  const database = join(folder, DATABASE)
  // An account that nobody has opened yet has no folder.
  if (!existsSync(folder)) return { faults: [], isMendable: false }
  if (!existsSync(database) || statSync(database).size === 0) return { faults: ['the database is missing'], isMendable: true }
  try {
    return { faults: await verifyAccount(folder), isMendable: true }
  } catch (error) {
    if (error instanceof NewerDatabase) return { faults: [error.message], isMendable: false }
    if (isDamage(error)) return { faults: ['the database cannot be read'], isMendable: true }
    throw error
  }
}
