import { existsSync } from 'node:fs'
import { cp, mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lockDataDirectory } from '../data-directory.ts'
import { MANIFEST, UID_VALIDITIES } from './back-up.ts'

/** The accounts of the mail server: they come last, since a data directory that has them counts as one in use. */
const ACCOUNTS = 'accounts.sqlite'

/** Puts everything of a generation but its mail into a data directory. Throws DataDirectoryInUse. */
export async function restoreRest(generation: string, data: string): Promise<void> {
  const lock = await lockDataDirectory(data)
  try {
    await mkdir(join(data, 'mail'), { recursive: true, mode: 0o700 })
    const names = (await readdir(generation)).filter((name) => name !== MANIFEST && name !== 'mail' && name !== ACCOUNTS)
    if (existsSync(join(generation, UID_VALIDITIES))) names.push(UID_VALIDITIES)
    for (const name of [...names, ACCOUNTS]) await cp(join(generation, name), join(data, name), { recursive: true, preserveTimestamps: true })
  } finally {
    lock.release()
  }
}
