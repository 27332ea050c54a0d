import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Octets that are given up when nothing else is left: the logs of some hundred accounts begin in them. */
const SPARE = 4 * 1024 * 1024
/** Free octets below which the disk is about to be full. */
const LOW = 256 * 1024 * 1024

/** Free octets below which it is full: one change of flags may take as much. */
const FULL = 1024 * 1024

/** The name of what is kept beside the accounts of a directory; no account has one with a dot. */
export const SPARE_FILE = '.spare'

/**
 * Keeps some room of that directory's disk once it is about to be full (`low` octets free), for others than Postern fill disks, too: whoever signs in when not one
 * octet is left can read and delete all the same. Does nothing where it is kept already, or too little is left.
 */
export function keepSpare(directory: string, low = LOW): void {
  const file = join(directory, SPARE_FILE)
  if (existsSync(file) || !existsSync(directory)) return
  const { bavail, bsize } = statfsSync(directory)
  const free = bavail * bsize
  if (free >= low || free < 3 * SPARE) return
  try {
    // Some file systems find room for zeros where there is none.
    writeFileSync(file, randomBytes(SPARE), { mode: 0o600 })
  } catch {
    rmSync(file, { force: true }) // somebody else was sooner
  }
}

/** Gives it up before a change that would find no room. */
export function giveSpareWhenFull(directory: string): boolean {
  if (!existsSync(join(directory, SPARE_FILE))) return false
  const { bavail, bsize } = statfsSync(directory)
  return bavail * bsize < FULL && giveSpare(directory)
}

/** Gives it up; false where there is none any more. */
export function giveSpare(directory: string): boolean {
  const file = join(directory, SPARE_FILE)
  if (!existsSync(file)) return false
  rmSync(file, { force: true })
  return true
}
