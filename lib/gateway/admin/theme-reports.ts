import type { ThemeReport } from '#lib/api/admin/admin-shapes.ts'
import type { SiteConfig } from '#lib/config/sites/site-config.ts'
import { weakContrasts } from '#lib/mail/themes/contrast.ts'
import type { ThemeLook } from '#lib/mail/themes/theme-look.ts'
import type { ThemeCatalogue } from '#lib/prefs/themes/theme-catalogue.ts'
import path from 'node:path'
import { lookOf } from '../themes/themes.ts'

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
    if (!('theme' in checked)) return { ...named, title: name, about: '', parent: undefined, scheme: 'both', state: 'refused', problems: checked.problems, weak: [] }
    const { title, about, parent, scheme, offered } = checked.theme
    return { ...named, title, about, parent, scheme, state: offered ? 'offered' : 'by-name', problems: [], weak: weakPairs(await lookOf(themes, name)) }
  }))
  return reports.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const isIn = (root: string | undefined, folder: string): boolean => root !== undefined && path.dirname(folder) === path.resolve(root)

/** The pairs of tokens that cannot well be told apart in a scheme that the theme is made for. */
function weakPairs(look: ThemeLook | undefined): ThemeReport['weak'] {
  if (!look) return []
  const schemes = look.scheme === 'both' ? (['light', 'dark'] as const) : [look.scheme]
  return schemes.flatMap((scheme) => weakContrasts(look.values[scheme], scheme))
}
