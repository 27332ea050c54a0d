import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { COPY_LINKS } from '#lib/mail-store/disk/disk-stores.ts'
import { StoreThreads } from '#lib/mail-store/disk/threads/store-threads.ts'
import { copyDatabase } from '#lib/storage/copy-database.ts'
import { syncFile, syncFolder } from '#lib/storage/database-file.ts'
import { AdministrationProblem, type BackupReport } from '../administration.ts'
import type { MailRooms } from '../mail-rooms.ts'
import { VERSION } from '../version.ts'

/** A generation that is not finished. */
const WRITING = '.writing'

/** Beside the mail of accounts: what removed ones have used. */
export const UID_VALIDITIES = join('mail', '.uid-validity')

/** What a generation says of itself; it is written last. */
export const MANIFEST = 'backup.json'

export interface BackupManifest {
  readonly format: 1
  readonly version: string
  /** ISO 8601. */
  readonly madeAt: string
  readonly accounts: readonly string[]
  /** Everything that the data directory holds, not only some accounts. */
  readonly isComplete: boolean
}

export interface BackupOrder {
  /** The data directory. */
  readonly data: string
  /** Directories outside of it in which mail lies. */
  readonly elsewhere: readonly string[]
  /** Where generations lie, one folder each. */
  readonly directory: string
  /** Only these accounts, and nothing else; undefined for all that there is. */
  readonly names?: readonly string[]
  /** Complete generations that stay, this one among them. */
  readonly keep: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Makes a new generation while everybody goes on, each account as it is at one moment, and proves it; only then the oldest ones go.
 * Files that the generation before has as well are stored once. Throws AdministrationProblem; then every older generation is still there.
 */
export async function backUp(rooms: MailRooms, order: BackupOrder): Promise<BackupReport> {
  const { data, elsewhere, directory, names, now } = order
  if (!isAbsolute(directory)) throw new AdministrationProblem('The folder of the backup must be given with its full path.')
  const around = [data, ...elsewhere].find((one) => !relative(one, directory).startsWith('..'))
  if (around !== undefined) throw new AdministrationProblem(around === data ? 'A backup inside the data directory would be lost with it.' : `A backup inside ${around} would be lost with the mail that lies there.`)
  const writing = join(directory, WRITING)
  await rm(writing, { recursive: true, force: true })
  await mkdir(join(writing, 'mail'), { recursive: true, mode: 0o700 })
  const accounts = names ?? (await rooms.accounts.list()).map(({ name }) => name)
  const earlier = (await generationsIn(directory)).at(-1)
  const counts = await copyMail(rooms, accounts, writing, earlier && join(directory, earlier.name))
  if (!names) await copyRest(data, writing)
  await cp(join(data, UID_VALIDITIES), join(writing, UID_VALIDITIES)).catch(ignoreMissing)
  const manifest: BackupManifest = { format: 1, version: VERSION, madeAt: new Date(now).toISOString(), accounts, isComplete: names === undefined }
  await writeFile(join(writing, MANIFEST), JSON.stringify(manifest), { mode: 0o600 })
  syncFile(join(writing, MANIFEST))
  syncFolder(writing)
  const generation = join(directory, nameOf(now, (await generationsIn(directory)).map(({ name }) => name)))
  await rename(writing, generation)
  syncFolder(directory)
  const removed = names ? 0 : await removeOldest(directory, order.keep)
  return { generation, accounts: accounts.length, removed, ...counts }
}

async function copyMail(rooms: MailRooms, accounts: readonly string[], writing: string, earlier: string | undefined): Promise<{ readonly messages: number; readonly octets: number }> {
  const threads = new StoreThreads(1)
  let [messages, octets] = [0, 0]
  try {
    for (const name of accounts) {
      const copied = await rooms.stores.copyTo(name, { target: join(writing, 'mail'), earlier: earlier && join(earlier, 'mail'), threads })
      const [fault] = copied.faults
      if (fault !== undefined) throw new AdministrationProblem(`The mail of ${name} is damaged (${fault}), so nothing was replaced. "doctor ${name} --repair" mends it.`)
      messages += copied.messages
      octets += copied.octets
    }
  } finally {
    await threads.close()
  }
  await rm(join(writing, 'mail', COPY_LINKS), { recursive: true, force: true })
  return { messages, octets }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

/** What makes itself anew, or belongs to a running Postern alone. */
const NOT_COPIED: ReadonlySet<string> = new Set(['mail', 'spool', 'lock.sqlite', 'admin.sock'])

/** Everything but mail: databases as they are at one moment, all else file by file. */
async function copyRest(data: string, writing: string, folder = ''): Promise<void> {
  for (const entry of await readdir(join(data, folder), { withFileTypes: true })) {
    const place = join(folder, entry.name)
    if (NOT_COPIED.has(place) || /-(wal|shm)$/.test(entry.name)) continue
    if (entry.isDirectory()) {
      await mkdir(join(writing, place), { mode: 0o700 })
      await copyRest(data, writing, place)
    } else if (entry.name.endsWith('.sqlite')) copyDatabase(join(data, place), join(writing, place))
    else if (entry.isFile()) await cp(join(data, place), join(writing, place), { preserveTimestamps: true })
  }
}

export interface Generation {
  readonly name: string
  readonly manifest: BackupManifest
}

/** The finished generations of a folder, the oldest first. */
async function generationsIn(directory: string): Promise<readonly Generation[]> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.')).sort()
  const found = await Promise.all(names.map(async (name) => ({ name, manifest: await readManifest(join(directory, name)) })))
  return found.filter((one): one is Generation => one.manifest !== undefined)
}

/** What a folder says of itself; undefined when it is no generation. Throws AdministrationProblem for one that a newer version has made. */
export async function readManifest(folder: string): Promise<BackupManifest | undefined> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined) // no generation
  const manifest = text === undefined ? undefined : (JSON.parse(text) as BackupManifest)
  if (manifest && manifest.format !== 1) throw new AdministrationProblem(`The backup ${folder} was made by a newer version of Postern.`)
  return manifest
}

function nameOf(now: number, taken: readonly string[]): string {
  const name = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')
  const among = (count: number): string => (count === 0 ? name : `${name}.${count}`)
  for (let count = 0; ; count++) if (!taken.includes(among(count))) return among(count)
}

async function removeOldest(directory: string, keep: number): Promise<number> {
  const complete = (await generationsIn(directory)).filter(({ manifest }) => manifest.isComplete)
  const oldest = complete.slice(0, Math.max(0, complete.length - keep))
  for (const { name } of oldest) await rm(join(directory, name), { recursive: true, force: true })
  return oldest.length
}
