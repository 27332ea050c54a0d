import { openStorage } from '#lib/storage/storage.ts'
import { MIGRATIONS } from './schema.ts'
import { StoredAccounts } from './stored-accounts.ts'

export interface AccountOptions {
  /** False keeps no SCRAM keys and answers none. */
  readonly scram: boolean
  /** Milliseconds since 1970. */
  readonly now?: () => number
}

/** The accounts kept in that SQLite file, which is made when it is not there. */
export async function openAccounts(file: string, { scram, now = Date.now }: AccountOptions): Promise<StoredAccounts> {
  return new StoredAccounts(await openStorage(file, MIGRATIONS), scram, now)
}
