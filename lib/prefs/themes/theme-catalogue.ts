import { createHash } from 'node:crypto'
import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import type { ThemeProblem, ThemeReason } from '#lib/mail/themes/theme-reason.ts'
import { pictureCss } from './picture-css.ts'
import { readPictureFile, readTheme } from './read-theme.ts'
import type { CheckedTheme, Theme } from './theme.ts'

/** A change of a folder is seen after so long at the latest. */
const FRESH_MS = 1000
const MOST_THEMES = 200
const MOST_PARENTS = 5

/** A theme as browsers get it. */
export interface ServedTheme extends Theme {
  /** Its parents' rules, then its own. */
  readonly wholeCss: string
  /** Changes with anything of it. */
  readonly hash: string
  readonly folder: string
  /** Its icon, or that of the nearest parent that has one. */
  readonly icon?: { readonly theme: string; readonly file: string }
}

type Tell = (folder: string, problems: readonly ThemeProblem[]) => void

/** The themes of several folders, as they stand in them at the moment; of two with one name the later folder's. */
export class ThemeCatalogue {
  readonly #folders: readonly string[]
  readonly #now: () => number
  readonly #tell: Tell
  #read: { readonly at: number; readonly themes: Promise<ReadonlyMap<string, Found>> } | undefined

  /** `tell` hears of each folder that is refused, once for each change. */
  constructor(folders: readonly string[], now: () => number = Date.now, tell: Tell = () => undefined) {
    this.#folders = folders
    this.#now = now
    this.#tell = tell
  }

  /** Every folder that would be a theme, with what is wrong where it is none. By name. */
  async all(): Promise<readonly CheckedTheme[]> {
    return [...(await this.#themes()).values()].map(({ checked }) => checked)
  }

  /** The folder that a name of `all` stands for, absolute; undefined where there is none. */
  async folderOf(name: string): Promise<string | undefined> {
    return (await this.#themes()).get(name)?.folder
  }

  /** The theme of that name; undefined where there is none that can be used. */
  async find(name: string): Promise<ServedTheme | undefined> {
    const themes = await this.#themes()
    const found = themes.get(name)
    if (!found || !('theme' in found.checked)) return undefined
    const line = lineOf(name, themes)
    if (!line) return undefined
    const hash = createHash('sha256').update(JSON.stringify([line, line.map((each) => themes.get(each.name)?.stamp)])).digest('base64url').slice(0, 16)
    const wholeCss = line.map((each) => each.css + pictureCss(each, each.name === name ? '' : `../${each.name}/`, hash)).join('\n')
    const slots = Object.assign({}, ...line.map((each) => each.slots)) as Theme['slots']
    const helpLink = line.findLast((each) => each.helpLink)?.helpLink
    const links = line.findLast((each) => each.links)?.links
    const icon = line.findLast((each) => each.pictures.icon)
    return {
      ...found.checked.theme,
      slots,
      ...(helpLink ? { helpLink } : {}),
      ...(links ? { links } : {}),
      ...(icon?.pictures.icon ? { icon: { theme: icon.name, file: icon.pictures.icon.file } } : {}),
      wholeCss,
      hash,
      folder: found.folder,
    }
  }

  /** A picture of a theme. */
  async picture(name: string, file: string): Promise<{ readonly content: Buffer; readonly type: string } | undefined> {
    const theme = await this.find(name)
    const picture = theme && Object.values(theme.pictures).find((each) => each.file === file)
    const content = theme && picture ? await readPictureFile(theme.folder, picture) : undefined
    return content && picture ? { content, type: picture.type } : undefined
  }

  #themes(): Promise<ReadonlyMap<string, Found>> {
    const now = this.#now()
    if (!this.#read || now - this.#read.at >= FRESH_MS) this.#read = { at: now, themes: readAll(this.#folders, this.#read?.themes, this.#tell) }
    return this.#read.themes
  }
}

interface Found {
  readonly folder: string
  /** As its own folder has it, whatever its parents are. */
  readonly own: CheckedTheme
  /** Times and sizes of its files: equal as long as nothing was changed. */
  readonly stamp: string
  readonly checked: CheckedTheme
}

async function readAll(folders: readonly string[], before: Promise<ReadonlyMap<string, Found>> | undefined, tell: Tell): Promise<ReadonlyMap<string, Found>> {
  const known = await before
  const found = new Map<string, Omit<Found, 'checked'>>()
  for (const root of folders) {
    for (const name of (await namesIn(root)).slice(0, MOST_THEMES)) {
      const folder = path.join(root, name)
      const stamp = await stampOf(folder)
      const same = known?.get(name)
      const isSame = same?.folder === folder && same.stamp === stamp
      found.set(name, { folder, stamp, own: isSame ? same.own : await readTheme(folder, name) })
    }
  }
  return new Map([...found].map(([name, each]) => {
    const checked = withParents(name, found)
    const isNews = JSON.stringify(checked) !== JSON.stringify(known?.get(name)?.checked)
    if ('problems' in checked && isNews) tell(each.folder, checked.problems)
    return [name, { ...each, checked }]
  }))
}

/** The theme, or what is wrong with it or with the line of its parents. */
function withParents(name: string, found: ReadonlyMap<string, Pick<Found, 'own'>>): CheckedTheme {
  const own = found.get(name)?.own
  if (!own || !('theme' in own)) return own ?? { name, problems: [] }
  const refused = (reason: ThemeReason): CheckedTheme => ({ name, problems: [{ file: 'theme.toml', reason }] })
  const { parent: first = '' } = own.theme
  const line = [name]
  for (let next = own.theme.parent; next !== undefined; ) {
    const parent = found.get(next)?.own
    const isFirst = line.length === 1
    if (!parent) return refused(isFirst ? { code: 'parent-missing', parent: first } : { code: 'ancestor-missing', parent: first, ancestor: next })
    if (!('theme' in parent)) return refused(isFirst ? { code: 'parent-refused', parent: first } : { code: 'ancestor-refused', parent: first, ancestor: next })
    if (line.includes(next)) return refused({ code: 'parent-circle', parent: first })
    if (line.push(next) > MOST_PARENTS + 1) return refused({ code: 'too-many-parents', parent: first, most: MOST_PARENTS - 1 })
    next = parent.theme.parent
  }
  return own
}

async function namesIn(root: string): Promise<readonly string[]> {
  try {
    // What is no theme by its name or because it is a link is told, too; what is hidden and plain files are nobody's theme.
    return (await readdir(root, { withFileTypes: true })).filter((entry) => !entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name).toSorted()
  } catch {
    // A folder of themes that is not there holds none.
    return []
  }
}

async function stampOf(folder: string): Promise<string> {
  try {
    const names = (await readdir(folder)).toSorted().slice(0, 100)
    const stats = await Promise.all(names.map(async (name) => [name, await lstat(path.join(folder, name)).then(({ mtimeMs, size }) => `${mtimeMs}.${size}`, () => '')]))
    return JSON.stringify(stats)
  } catch {
    return ''
  }
}

/** A theme behind its parents. */
function lineOf(name: string, themes: ReadonlyMap<string, Found>): readonly Theme[] | undefined {
  const line: Theme[] = []
  for (let next: string | undefined = name; next !== undefined; next = line[0]?.parent) {
    const checked = themes.get(next)?.checked
    if (!checked || !('theme' in checked)) return undefined
    line.unshift(checked.theme)
  }
  return line
}
