import type { ThemeReport } from '#lib/api/admin-shapes.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import type { ThemeCatalogue } from '#lib/prefs/themes/theme-catalogue.ts'
import type { CheckedTheme } from '#lib/prefs/themes/theme.ts'
import path from 'node:path'

export interface ThemesOf {
  readonly themes: ThemeCatalogue
  /** The data directory. */
  readonly data: string
  /** A directory of the administrator's own. */
  readonly own: string | undefined
  readonly sites: readonly SiteConfig[]
}

/** Every theme that there is or would be, by name, and why it cannot be used. */
export async function themeReports({ themes, data, own, sites }: ThemesOf): Promise<readonly ThemeReport[]> {
  const all = await themes.all()
  const reports = await Promise.all(all.map(async (checked): Promise<ThemeReport> => {
    const name = 'theme' in checked ? checked.theme.name : checked.name
    const folder = (await themes.folderOf(name)) ?? ''
    const origin = isIn(own, folder) ? 'own' : isIn(path.join(data, 'themes'), folder) ? 'data' : 'shipped'
    const named = { name, origin, sites: sites.filter(({ theme }) => theme === name).map(({ title }) => title) } as const
    if (!('theme' in checked)) return { ...named, title: name, about: '', parent: undefined, scheme: 'both', state: 'refused', problems: checked.problems.map(sentenceOf) }
    const { title, about, parent, scheme, offered } = checked.theme
    const isUsable = (await themes.find(name)) !== undefined
    const problems = isUsable ? [] : [`theme.toml: its parent theme "${parent ?? ''}" ${parentProblem(parent, all)}`]
    return { ...named, title, about, parent, scheme, state: !isUsable ? 'refused' : offered ? 'offered' : 'by-name', problems }
  }))
  return reports.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const isIn = (root: string | undefined, folder: string): boolean => root !== undefined && path.dirname(folder) === path.resolve(root)

const sentenceOf = ({ file, line, reason }: { readonly file: string; readonly line?: number; readonly reason: string }): string => `${file}${line === undefined ? '' : `, line ${line}`}: ${reason}`

function parentProblem(parent: string | undefined, all: readonly CheckedTheme[]): string {
  const found = all.find((each) => ('theme' in each ? each.theme.name : each.name) === parent)
  if (!found) return 'is not there'
  return 'problems' in found ? 'is refused itself' : 'cannot be used: the parents go in a circle, or one of them is missing'
}
