import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, stat, statfs, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import { syncFile, syncFolder } from '#lib/storage/database-file.ts'
import { accountFolder } from './account-folder.ts'
import { ContentArea, removeWithContent } from './content/content-area.ts'
import { PartitionProblem } from './partition-problem.ts'

/** A folder on its way out; account folders never begin with a dot. */
export const REMOVED = '.removed-'

/** What an account had before a restore, or has had in another partition. */
export const REPLACED = '.replaced-'

/** Says, in the store's own directory, which partitions belong to it, and in each of these which one it is. */
const MARK = '.partition'

/** In the place of a partition's name: wherever most is free. No partition is called so. */
export const EMPTIEST = 'emptiest'

/**
 * The directories in which the folders of accounts lie: the store's own, and partitions with names. Where an account lies is said by its folder alone.
 * A partition that has been used and is not there any more, as when a disk is not mounted, is never taken for an empty one.
 */
export class Partitions {
  readonly #home: string
  #named: ReadonlyMap<string, string>
  /** Additions, one after the other. */
  #adding: Promise<void> = Promise.resolve()
  readonly #area: ContentArea

  private constructor(home: string, named: ReadonlyMap<string, string>, area: ContentArea) {
    this.#home = home
    this.#named = named
    this.#area = area
  }

  /** Puts in order what a kill has left. `content` is where that of accounts in the store's own directory lies. Throws PartitionProblem. */
  static async open(home: string, named: ReadonlyMap<string, string> = new Map(), content?: string): Promise<Partitions> {
    await mkdir(home, { recursive: true, mode: 0o700 })
    await checkMarks(home, named)
    const partitions = new Partitions(home, named, await ContentArea.open(home, content))
    for (const directory of partitions.directories) {
      for (const name of await readdir(directory)) if (name.startsWith(REMOVED)) await removeWithContent(join(directory, name))
    }
    await partitions.#settleDoubles()
    return partitions
  }

  /** By their names. */
  get named(): ReadonlyMap<string, string> {
    return this.#named
  }

  /**
   * Takes over those of `named` that are new, while the others go on. Throws PartitionProblem for one that cannot be a partition, and then none is new; also
   * where one of those that go on is gone from `named`, or is to lie elsewhere, which waits for a start.
   */
  add(named: ReadonlyMap<string, string>): Promise<void> {
    const adding = this.#adding.then(() => this.#addNow(named))
    this.#adding = adding.catch(() => undefined) // whoever asked is told
    return adding
  }

  async #addNow(named: ReadonlyMap<string, string>): Promise<void> {
    const all = new Map([...named, ...this.#named])
    const twice = [...all].find(([name, directory]) => [...all].some(([other, place]) => other !== name && place === directory))
    if (twice) throw new PartitionProblem(`${twice[1]} is a partition already.`)
    await checkMarks(this.#home, all)
    const before = this.#named
    this.#named = all
    const waiting = [...before].filter(([name, directory]) => named.get(name) !== directory).map(([name]) => name)
    if (waiting.length > 0) throw new PartitionProblem(`Partitions go on where they are until the next start: ${waiting.join(', ')}.`)
  }

  /** The folder of an account: where it is, or where it will be made. */
  folderOf(account: string): string {
    const name = accountFolder(account)
    return join(this.directories.find((directory) => existsSync(join(directory, name))) ?? this.#home, name)
  }

  /** The directory of that name; '' is the store's own. Throws PartitionProblem. */
  directoryOf(partition: string): string {
    const directory = partition === '' ? this.#home : this.#named.get(partition)
    if (directory === undefined) throw new PartitionProblem(`There is no partition ${partition}; mail.partitions names ${[...this.#named.keys()].join(', ') || 'none'}.`)
    return directory
  }

  /** Chooses where a new account will lie; EMPTIEST is wherever most is free. */
  async place(account: string, partition: string): Promise<void> {
    const directory = partition === EMPTIEST ? await this.#emptiest() : this.directoryOf(partition)
    if (existsSync(this.folderOf(account))) return
    await mkdir(join(directory, accountFolder(account)), { mode: 0o700 })
    await this.begin(join(directory, accountFolder(account)))
    syncFolder(directory)
  }

  /** Where most octets are free; of those on one disk, where the fewest accounts are. */
  async #emptiest(): Promise<string> {
    const places = await Promise.all(this.directories.map(async (directory) => ({ directory, disk: (await stat(directory)).dev, accounts: (await readdir(directory)).filter((name) => !name.startsWith('.')).length })))
    // Asked once for each disk: while somebody writes to it two answers differ.
    const free = new Map<number, number>()
    for (const { directory, disk } of places) {
      if (free.has(disk)) continue
      const { bavail, bsize } = await statfs(directory)
      free.set(disk, bavail * bsize)
    }
    const [first] = places.sort((a, b) => (free.get(b.disk) ?? 0) - (free.get(a.disk) ?? 0) || a.accounts - b.accounts)
    return first?.directory ?? this.#home
  }

  /** Makes ready for content what will be an account's folder, in its place or in a folder beside it; see ContentArea.begin. */
  async begin(folder: string): Promise<void> {
    if ([dirname(folder), dirname(dirname(folder))].includes(this.#home)) await this.#area.begin(folder)
  }

  /** Every account folder, with its whole path. */
  async folders(): Promise<readonly string[]> {
    const found = await Promise.all(this.directories.map(async (directory) => (await readdir(directory)).filter((name) => !name.startsWith('.')).map((name) => join(directory, name))))
    return found.flat()
  }

  /** The store's own, and those of all partitions. */
  get directories(): readonly string[] {
    return [this.#home, ...this.#named.values()]
  }

  /** A move that was killed between its last two steps leaves the same twice: the first one stays, the other is kept aside. */
  async #settleDoubles(): Promise<void> {
    const known = new Set<string>()
    for (const directory of this.directories) {
      for (const name of await readdir(directory)) {
        if (name.startsWith('.')) continue
        if (known.has(name)) await rename(join(directory, name), join(directory, `${REPLACED}${name}-${randomUUID().slice(0, 8)}`))
        known.add(name)
      }
    }
  }
}

async function checkMarks(home: string, named: ReadonlyMap<string, string>): Promise<void> {
  const known = JSON.parse(await readMark(home) ?? '{}') as Record<string, string>
  for (const [name, id] of Object.entries(known)) {
    const directory = named.get(name)
    if (directory === undefined) throw new PartitionProblem(`The partition ${name} has been used and is not in mail.partitions any more: name its directory there.`)
    if ((await readMark(directory)) !== id) throw new PartitionProblem(`The partition ${name} is not in ${directory}: mount its disk, or name the directory in which it is.`)
  }
  for (const [name, directory] of named) {
    if (known[name] !== undefined) continue
    await mkdir(directory, { recursive: true, mode: 0o700 })
    if ((await readdir(directory)).some((entry) => entry !== MARK && entry !== 'lost+found')) throw new PartitionProblem(`${directory} cannot become the partition ${name}: it is not empty.`)
    known[name] = randomUUID()
    await writeMark(directory, known[name])
    await writeMark(home, JSON.stringify(known))
  }
}

async function readMark(directory: string): Promise<string | undefined> {
  return await readFile(join(directory, MARK), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

async function writeMark(directory: string, text: string): Promise<void> {
  const file = join(directory, MARK)
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  syncFile(`${file}.new`)
  await rename(`${file}.new`, file)
  syncFolder(directory)
}
