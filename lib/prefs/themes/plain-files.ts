import { constants, type Dirent } from 'node:fs'
import { lstat, open, opendir } from 'node:fs/promises'
import type { Say } from './theme.ts'

/** More files than a theme has. */
const MOST_FILES = 50

/** The names of the plain files of a folder that anybody may have filled; links and what cannot be read are said. */
export async function filesOf(folder: string, say: Say): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  try {
    if (!(await lstat(folder)).isDirectory()) say('', { code: 'no-folder' })
    else for (const entry of await entriesOf(folder)) judge(entry, names, say)
  } catch (error) {
    say('', { code: 'folder-unreadable', error: (error as NodeJS.ErrnoException).code ?? '?' })
  }
  if (names.size > MOST_FILES) say('', { code: 'too-many-files', most: MOST_FILES })
  return names
}

function judge(entry: Dirent, names: Set<string>, say: Say): void {
  // A hostile name does not get to write to the administrator's terminal.
  if (entry.isSymbolicLink()) say(entry.name.slice(0, 80).replaceAll(/\p{C}/gu, '?'), { code: 'is-link' })
  else if (entry.isFile()) names.add(entry.name)
}

/** Not all of them where there are too many: a folder may hold millions. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  const entries: Dirent[] = []
  for await (const entry of await opendir(folder)) {
    entries.push(entry)
    if (entries.length > MOST_FILES) break
  }
  return entries
}

/** A plain file's content; undefined for a link, a directory, a device, one that is larger than `limit` octets, or none. */
export async function readPlain(file: string, limit: number): Promise<Buffer | undefined> {
  try {
    // A pipe must not keep us waiting, and a link that has just taken the file's place is not followed.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const found = await handle.stat()
      if (!found.isFile() || found.size > limit) return undefined
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(limit + 1), 0, limit + 1, 0)
      return bytesRead > limit ? undefined : Buffer.from(buffer.subarray(0, bytesRead))
    } finally {
      await handle.close()
    }
  } catch {
    // Gone or forbidden is as good as not there.
    return undefined
  }
}
