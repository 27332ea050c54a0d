import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CONTENT_FOLDER, DATABASE } from '../account-database.ts'
import { DiskAccount } from '../disk-account.ts'
import type { DiskOptions } from '../disk-options.ts'
import { JOURNAL } from '../journal/journal.ts'
import { isDamage } from './read-database.ts'
import { rebuildAccount } from './rebuild-account.ts'

/**
 * Opens an account. Where its database has gone, cannot be read at all, or has lost what the journal knows, it is made anew first: what is
 * there is never taken for an empty account.
 */
export async function openSound(name: string, folder: string, options: DiskOptions): Promise<DiskAccount> {
  if (isMissing(folder)) return rebuilt(name, folder, options)
  try {
    const account = new DiskAccount(name, folder, options)
    if (account.database.standing !== 'ahead') return account
    await account.close()
  } catch (error) {
    if (!isDamage(error)) throw error
  }
  return rebuilt(name, folder, options)
}

/** There is no database, but what belongs to one. */
function isMissing(folder: string): boolean {
  const [database, content] = [join(folder, DATABASE), join(folder, CONTENT_FOLDER)]
  if (existsSync(database) && statSync(database).size > 0) return false
  return existsSync(join(folder, JOURNAL)) || (existsSync(content) && readdirSync(content).length > 0)
}

async function rebuilt(name: string, folder: string, options: DiskOptions): Promise<DiskAccount> {
  const report = await rebuildAccount(folder, (options.now ?? Date.now)())
  options.log?.warn('mailboxes-rebuilt', { account: name, ...report })
  return new DiskAccount(name, folder, options)
}
