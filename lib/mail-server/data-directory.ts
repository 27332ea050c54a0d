import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openSqlite, type SqliteDatabase } from '#lib/storage/sqlite.ts'

/** The data directory is in use by another process. */
export class DataDirectoryInUse extends Error {
  constructor(directory: string) {
    super(`The data directory ${directory} is in use by another Postern. Stop that one first, or name another directory with --data.`)
    this.name = 'DataDirectoryInUse'
  }
}

/** Held while this process, and no other, may change what is in the data directory. */
export interface DataDirectoryLock {
  release(): void
}

/**
 * Makes the directory (0700) and takes its lock. The kernel gives the lock back when the process dies, however it dies,
 * so there is never a stale one. Throws DataDirectoryInUse.
 */
export async function lockDataDirectory(directory: string): Promise<DataDirectoryLock> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await chmod(directory, 0o700)
  const database = openSqlite(join(directory, 'lock.sqlite'), { migrations: [] })
  try {
    database.prepare('PRAGMA busy_timeout = 0').get()
    // An open write transaction is the lock; nothing is ever written in it.
    database.prepare('BEGIN IMMEDIATE').run()
  } catch (error) {
    database.close()
    if (isBusy(error)) throw new DataDirectoryInUse(directory)
    throw error
  }
  return { release: () => release(database) }
}

function release(database: SqliteDatabase): void {
  database.close()
}

const SQLITE_BUSY = 5

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
