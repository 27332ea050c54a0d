import { constants, copyFile, link, stat, utimes } from 'node:fs/promises'
import { syncFile } from '#lib/storage/database-file.ts'

/**
 * Copies a file, its time with it, durably. Where `earlier` is a copy of it, of the same length and time, that one gets a second name instead.
 * Answers the octets that were written.
 */
export async function copyOrLink(from: string, to: string, earlier: string | undefined): Promise<number> {
  const source = await stat(from)
  const known = earlier === undefined ? undefined : await stat(earlier).catch(() => undefined) // not in the earlier one
  if (earlier !== undefined && known?.size === source.size && known.mtimeMs === source.mtimeMs) {
    try {
      await link(earlier, to)
      return 0
    } catch (error) {
      // A file system without links, or a file with too many names.
      if (!['EPERM', 'EMLINK', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
  await copyFile(from, to, constants.COPYFILE_FICLONE)
  await utimes(to, source.atimeMs / 1000, source.mtimeMs / 1000)
  syncFile(to)
  return source.size
}
