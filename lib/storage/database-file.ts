import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Creates the file (0600) and its folder (0700) before SQLite does, because SQLite would use the process's umask;
 * its -wal and -shm files take the mode of the file. A new name is synced, so that a power cut cannot take it away.
 */
export function prepareDatabaseFile(file: string): void {
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (existsSync(file)) {
    chmodSync(file, 0o600)
    return
  }
  closeSync(openSync(file, 'a', 0o600))
  syncFolder(folder)
}

/** Makes the names in a folder durable. */
export function syncFolder(folder: string): void {
  // Windows cannot open a folder for syncing; its file system journals names by itself.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Makes what has been written to a file durable, whoever wrote it. */
export function syncFile(path: string): void {
  const handle = openSync(path, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
