import { existsSync, readlinkSync, realpathSync } from 'node:fs'
import { mkdir, readdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { basename, dirname, join, resolve } from 'node:path'
import { syncFolder } from '#lib/storage/database-file.ts'
import { CONTENT_FOLDER } from '../account-database.ts'
import { PartitionProblem } from '../partition-problem.ts'

/** In the store's own directory, a link to where content lies; those of accounts lead through it. */
const AREA = '.content'

/**
 * A directory in which the content of the accounts of the store's own directory lies, while their databases stay there. In the folder of such an account
 * `content` is a link to a folder of its own in the area, so that whoever knows the account's folder finds both.
 */
export class ContentArea {
  readonly #home: string
  readonly #isUsed: boolean

  private constructor(home: string, isUsed: boolean) {
    this.#home = home
    this.#isUsed = isUsed
  }

  /** `directory` undefined: content lies with the databases. Throws PartitionProblem where it lies elsewhere than it should: nothing moves by itself. */
  static async open(home: string, directory: string | undefined): Promise<ContentArea> {
    const link = join(home, AREA)
    const was = linkTarget(link)
    if (directory === undefined && was === undefined) return new ContentArea(home, false)
    const { linked, own } = await accountsOf(home)
    if (directory === undefined) {
      if (linked.length > 0) throw new PartitionProblem(`The content of ${named(linked)} lies in ${was}: name it as mail.content again, or bring it back while Postern is stopped: ${bringBack(home)}`)
      await rm(link)
      return new ContentArea(home, false)
    }
    if (own.length > 0) throw new PartitionProblem(`The content of ${named(own)} lies in ${home}, and mail.content names ${directory}. Move it while Postern is stopped: ${moveOut(home, directory)}`)
    await mkdir(directory, { recursive: true, mode: 0o700 })
    if (was !== directory) {
      if (linked.length === 0 && (await readdir(directory)).some((name) => name !== 'lost+found')) throw new PartitionProblem(`${directory} cannot become mail.content: it is not empty.`)
      await rm(`${link}.new`, { force: true })
      await symlink(directory, `${link}.new`)
      const lost = linked.find((name) => !existsSync(resolve(directory, basename(readlinkSync(join(home, name, CONTENT_FOLDER))))))
      if (lost !== undefined) {
        await rm(`${link}.new`)
        throw new PartitionProblem(`The content of ${lost} is not in ${directory}: mount its disk, or move there all that lies in ${was ?? 'the directory that mail.content named before'} while Postern is stopped.`)
      }
      await rename(`${link}.new`, link)
      syncFolder(home)
    }
    const lost = linked.find((name) => !existsSync(join(home, name, CONTENT_FOLDER)))
    if (lost !== undefined) throw new PartitionProblem(`The content of ${lost} is not in ${directory}: mount its disk, or name the directory in which it is as mail.content.`)
    return new ContentArea(home, true)
  }

  /**
   * Begins the folder of an account that will lie in the store's own directory: its content goes into the area, where there is one. What is made in a
   * folder within that directory finds its way there, and after it has been moved to its place.
   */
  async begin(folder: string): Promise<void> {
    const content = join(folder, CONTENT_FOLDER)
    if (!this.#isUsed || existsSync(content)) return
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const above = join(dirname(folder), AREA)
    if (dirname(folder) !== this.#home && linkTarget(above) === undefined) await symlink(join('..', AREA), above)
    const name = `${basename(folder).replace(/^\.+/, '')}-${randomBytes(4).toString('hex')}`
    await mkdir(join(this.#home, AREA, name), { mode: 0o700 })
    syncFolder(join(this.#home, AREA))
    await symlink(join('..', AREA, name), content)
    syncFolder(folder)
  }
}

/** Removes an account's folder, or one in which such were being made, with the content that they have in an area. */
export async function removeWithContent(folder: string): Promise<void> {
  const inside = await readdir(folder).catch(() => []) // it has gone
  for (const place of [folder, ...inside.map((name) => join(folder, name))]) {
    const content = join(place, CONTENT_FOLDER)
    if (linkTarget(content) !== undefined) await rm(resolve(place, await readlink(content)), { recursive: true, force: true })
  }
  await rm(folder, { recursive: true, force: true })
}

/** The folders in which what an account has lies: its own, and that of its content where it is another. */
export function placesOf(folder: string): readonly string[] {
  const target = linkTarget(join(folder, CONTENT_FOLDER))
  return target === undefined ? [folder] : [folder, realpathSync(resolve(folder, target))]
}

/** Where a link leads; undefined where there is none. */
function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch (error) {
    // Nothing is there, or no link; or it would lie in a file.
    if (['ENOENT', 'EINVAL', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** The accounts whose content is a link, and those that have it in their own folder. */
async function accountsOf(home: string): Promise<{ readonly linked: readonly string[]; readonly own: readonly string[] }> {
  const names = (await readdir(home)).filter((name) => !name.startsWith('.'))
  const linked = names.filter((name) => linkTarget(join(home, name, CONTENT_FOLDER)) !== undefined)
  const own = names.filter((name) => !linked.includes(name) && existsSync(join(home, name, CONTENT_FOLDER)))
  return { linked, own }
}

function named([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

function moveOut(home: string, directory: string): string {
  return `cd ${home} && for a in *; do mv "$a/content" "${directory}/$a" && ln -s "../.content/$a" "$a/content"; done; ln -sfn "${directory}" .content`
}

function bringBack(home: string): string {
  return `cd ${home} && for a in *; do t=$(readlink -f "$a/content") && rm "$a/content" && mv "$t" "$a/content"; done`
}
