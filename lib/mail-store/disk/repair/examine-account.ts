import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { verifyAccount } from '../verify-account.ts'
import { DATABASE } from '../account-database.ts'
import { isDamage } from './read-database.ts'
import { rebuildAccount, type RepairReport } from './rebuild-account.ts'

export interface Examination {
  /** Sentences about everything that was wrong; none when all was well. */
  readonly faults: readonly string[]
  /** Undefined where nothing was repaired. */
  readonly repair?: RepairReport
}

/** Looks at everything in an account's folder and, if asked to, mends it; nobody may have the account open. `now` in milliseconds since 1970. */
export async function examineAccount(folder: string, { repair, now }: { readonly repair: boolean; readonly now: number }): Promise<Examination> {
  const faults = await faultsOf(folder)
  return faults.length === 0 || !repair ? { faults } : { faults, repair: await rebuildAccount(folder, now) }
}

async function faultsOf(folder: string): Promise<readonly string[]> {
  const database = join(folder, DATABASE)
  // An account that nobody has opened yet has no folder.
  if (!existsSync(folder)) return []
  if (!existsSync(database) || statSync(database).size === 0) return ['the database is missing']
  try {
    return await verifyAccount(folder)
  } catch (error) {
    if (isDamage(error)) return ['the database cannot be read']
    throw error
  }
}
