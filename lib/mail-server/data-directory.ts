import { chmodSync, mkdirSync, readdirSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openSqlite, type SqliteDatabase } from '#lib/storage/sqlite.ts'

/** The data directory is in use by another process. */
export class DataDirectoryInUse extends Error {
  constructor(directory: string) {
    super(`The data directory ${directory} is in use by another Postern. Stop that one first, or name another directory with --data.`)
    this.name = 'DataDirectoryInUse'
  }
}

/** The data directory is none in which mail is safe; the sentence says what to do. */
export class DataDirectoryUnsafe extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'DataDirectoryUnsafe'
  }
}

/** File systems on which locks and syncs do not hold, by the numbers that the kernel gives them (statfs(2)). */
const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x564c, 'NCP'],
  [0x5346414f, 'AFS'],
  [0x73757245, 'Coda'],
])

/** What that network file system is called; undefined for any other file system. */
export function networkFileSystem(type: number): string | undefined {
  return NETWORK_FILE_SYSTEMS.get(type >>> 0)
}

/**
 * Makes the directory (0700), or takes an empty one into possession. Throws DataDirectoryUnsafe for one that holds something and is open to other users
 * of this machine, and for one on a network file system; `called` is what its sentences call it.
 */
export function prepareDataDirectory(directory: string, called = 'data directory'): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (process.platform === 'win32') return
  const mode = statSync(directory).mode & 0o777
  if ((mode & 0o077) !== 0) {
    if (readdirSync(directory).length > 0) {
      throw new DataDirectoryUnsafe(`Other users of this machine can open the ${called} ${directory} (its mode is ${mode.toString(8)}). Look at what they may have seen or changed, then close it: chmod 700 ${directory}`)
    }
    chmodSync(directory, 0o700)
  }
  const network = networkFileSystem(statfsSync(directory).type)
  if (network) throw new DataDirectoryUnsafe(`The ${called} ${directory} is on a network file system (${network}), where neither locks nor syncs can be relied on. Choose one on a disk of this machine.`)
}

/** Held while this process, and no other, may change what is in the data directory. */
export interface DataDirectoryLock {
  release(): void
}

/**
 * Makes the directory (0700) and takes its lock. The kernel gives the lock back when the process dies, however it dies,
 * so there is never a stale one. Throws DataDirectoryInUse and DataDirectoryUnsafe.
 */
export async function lockDataDirectory(directory: string): Promise<DataDirectoryLock> {
  prepareDataDirectory(directory)
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
