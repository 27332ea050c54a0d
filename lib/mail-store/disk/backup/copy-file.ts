import { constants, copyFile, link, mkdir, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFile } from '#lib/storage/database-file.ts'

/** Where a copy may find what it would only write once more. */
export interface CopySources {
  /** An earlier copy. */
  readonly earlier?: string | undefined
  /** A folder for this one run: of what several accounts have in one file the copy lies there under another name, too. */
  readonly links?: string | undefined
}

/**
 * Copies a file, its time with it, durably. A copy of it, of the same length and time, that was made before gets a second name instead.
 * Answers the octets that were written.
 */
export async function copyOrLink(from: string, to: string, { earlier, links }: CopySources): Promise<number> {
  const source = await stat(from)
  const shared = links !== undefined && source.nlink > 1 ? join(links, `${source.dev}-${source.ino}`) : undefined
  for (const known of [earlier, shared]) if (known !== undefined && (await isSame(known, source)) && (await tryLink(known, to))) return 0
  await copyFile(from, to, constants.COPYFILE_FICLONE)
  await utimes(to, source.atimeMs / 1000, source.mtimeMs / 1000)
  syncFile(to)
  if (links !== undefined && shared !== undefined) {
    await mkdir(links, { recursive: true, mode: 0o700 })
    await tryLink(to, shared)
  }
  return source.size
}

async function isSame(known: string, { size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): Promise<boolean> {
  const found = await stat(known).catch(() => undefined) // there is none
  return found?.size === size && found.mtimeMs === mtimeMs
}

/** False on a file system without links or between two, for a file with too many names, or a name that is taken. */
async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (!['EPERM', 'EMLINK', 'ENOTSUP', 'EEXIST', 'EXDEV'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    return false
  }
}
