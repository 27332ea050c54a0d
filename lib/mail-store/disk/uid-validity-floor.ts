import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '#lib/storage/database-file.ts'

const FILE = '.uid-validity'

/**
 * The greatest UIDVALIDITY of all accounts that have been removed: an account of the same name starts above it,
 * whatever the clock says, so that no client takes its messages for the old ones (RFC 9051 §2.3.1.1).
 */
export async function readUidValidityFloor(directory: string): Promise<number> {
  try {
    const value = Number(await readFile(join(directory, FILE), 'utf8'))
    if (!Number.isSafeInteger(value)) throw new Error('The file .uid-validity is damaged')
    return value
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}

/** Durable when it resolves. */
export async function raiseUidValidityFloor(directory: string, value: number): Promise<void> {
  if (value <= (await readUidValidityFloor(directory))) return
  const path = join(directory, FILE)
  const handle = await open(`${path}.new`, 'w', 0o600)
  try {
    await handle.writeFile(String(value))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(`${path}.new`, path)
  syncFolder(directory)
}
