import { cp, link, mkdir, readdir, stat } from 'node:fs/promises'
import { constants, type Stats } from 'node:fs'
import { join } from 'node:path'
import { CONTENT_FOLDER } from '../account-database.ts'
import { isPack } from '../content/content-packs.ts'

/** Where accounts lie now: the store's own directory and its partitions. */
export interface LiveAccounts {
  readonly directories: readonly string[]
}

/**
 * Copies the content of one account of a backup, `copy` being its folder. A file that accounts of the backup share, or that the backup shares with
 * an earlier one, gets a second name instead where one of these accounts still has it: what was stored once is stored once again. What has the same
 * length and time is taken for the same, so whoever asks for this proves the octets.
 */
export async function copySharing(backup: string, folder: string, target: string, { directories }: LiveAccounts): Promise<void> {
  const from = join(backup, folder, CONTENT_FOLDER)
  const places = await sharedPlaces(backup)
  await mkdir(join(target, CONTENT_FOLDER), { recursive: true, mode: 0o700 })
  for (const name of await readdir(from)) {
    const source = await stat(join(from, name))
    const to = join(target, CONTENT_FOLDER, name)
    const known = (places.get(numberOf(source)) ?? []).flatMap((place) => directories.map((directory) => join(directory, place)))
    if (!(await linkFirst(known, source, to))) await copyWithTime(join(from, name), to)
  }
}

/** The files of a backup that have more than one name, by their number in its file system: whose they are, and which. A pack grows and is nobody else's. */
async function sharedPlaces(backup: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const places = new Map<string, string[]>()
  for (const folder of await readdir(backup)) {
    for (const name of folder.startsWith('.') ? [] : await readdir(join(backup, folder, CONTENT_FOLDER)).catch(() => [])) {
      const found = isPack(name) ? undefined : await stat(join(backup, folder, CONTENT_FOLDER, name))
      if (found && found.nlink > 1) places.set(numberOf(found), [...(places.get(numberOf(found)) ?? []), join(folder, CONTENT_FOLDER, name)])
    }
  }
  return places
}

function numberOf({ dev, ino }: Stats): string {
  return `${dev}-${ino}`
}

/** True when one of them is the same, and could be linked: it may have gone meanwhile, or lie in another file system. */
async function linkFirst(known: readonly string[], { size, mtimeMs }: Stats, to: string): Promise<boolean> {
  for (const place of known) {
    const found = await stat(place).catch(() => undefined) // it is freed
    if (found?.size !== size || found.mtimeMs !== mtimeMs) continue
    if (await link(place, to).then(() => true, () => false)) return true
  }
  return false
}

async function copyWithTime(from: string, to: string): Promise<void> {
  await cp(from, to, { preserveTimestamps: true, mode: constants.COPYFILE_FICLONE })
}
