import { constants } from 'node:fs'
import type { Dirent } from 'node:fs'
import { lstat, open, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { PICTURE_NAME, SLOT_FILES, THEME_LIMITS } from './theme-limits.ts'
import type { ThemeProblem } from './theme-problem.ts'
import { refused, warning } from './theme-problem.ts'

export interface ThemeFolder {
  /** Octets of every file that a theme may hold, none larger than its limit. */
  readonly files: ReadonlyMap<string, Buffer>
  readonly problems: readonly ThemeProblem[]
}

const SLOTS: readonly string[] = Object.values(SLOT_FILES)

/** The most octets of a file of that name; undefined where it is no part of a theme. */
function limitOf(name: string): number | undefined {
  if (name === 'theme.css') return THEME_LIMITS.css
  if (name === 'theme.toml') return THEME_LIMITS.manifest
  if (SLOTS.includes(name)) return THEME_LIMITS.slot
  return PICTURE_NAME.test(name) ? THEME_LIMITS.picture : undefined
}

/**
 * Reads a theme's folder, which anybody may have filled: links are not followed, special files not opened, nothing is read beyond
 * its limit. Never rejects; what cannot be read is a problem.
 */
export async function readThemeFolder(folder: string): Promise<ThemeFolder> {
  const files = new Map<string, Buffer>()
  const problems: ThemeProblem[] = []
  let pictures = 0
  const listed = await listFolder(folder)
  if ('problem' in listed) return { files, problems: [listed.problem] }
  if (listed.entries.length > THEME_LIMITS.files) problems.push(refused('', `holds more than ${THEME_LIMITS.files} files`))
  for (const entry of listed.entries.slice(0, THEME_LIMITS.files)) {
    const limit = limitOf(entry.name)
    const shown = shownName(entry.name)
    if (entry.isSymbolicLink()) problems.push(refused(shown, 'is a symbolic link: a theme holds its files itself'))
    else if (limit === undefined) problems.push(warning(shown, entry.isDirectory() ? 'is a folder, which no theme has' : 'is no file of a theme and is not served'))
    else if (!entry.isFile()) problems.push(refused(shown, 'is no ordinary file'))
    else if (PICTURE_NAME.test(entry.name) && ++pictures > THEME_LIMITS.pictures) problems.push(refused(shown, `is one picture too many: ${THEME_LIMITS.pictures} at most`))
    else {
      const read = await readFile(join(folder, entry.name), limit)
      if (typeof read === 'string') problems.push(refused(shown, read))
      else files.set(entry.name, read)
    }
  }
  return { files, problems }
}

/** One entry more than are allowed, so that it shows; sorted, so that reports do not jump about. */
async function listFolder(folder: string): Promise<{ readonly entries: readonly Dirent[] } | { readonly problem: ThemeProblem }> {
  try {
    if (!(await lstat(folder)).isDirectory()) return { problem: refused('', 'is no folder, or a symbolic link to one') }
    const entries: Dirent[] = []
    for await (const entry of await opendir(folder)) {
      entries.push(entry)
      if (entries.length > THEME_LIMITS.files) break
    }
    return { entries: entries.sort((one, other) => (one.name < other.name ? -1 : 1)) }
  } catch {
    return { problem: refused('', 'cannot be read') }
  }
}

/** The octets, or why not. The name may have become something else since it was listed. */
async function readFile(path: string, limit: number): Promise<Buffer | string> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const { size } = await handle.stat()
      const octets = Buffer.alloc(limit + 1)
      const { bytesRead } = size > limit ? { bytesRead: size } : await handle.read(octets, 0, limit + 1, 0)
      return bytesRead > limit ? `is larger than ${limit / 1024} KB` : Buffer.from(octets.subarray(0, bytesRead))
    } finally {
      await handle.close()
    }
  } catch {
    return 'cannot be read'
  }
}

/** A hostile name does not get to write to the administrator's terminal. */
function shownName(name: string): string {
  return name.slice(0, 80).replaceAll(/[^\P{C}]/gu, '?')
}
