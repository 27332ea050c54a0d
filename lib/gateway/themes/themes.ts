import path from 'node:path'
import type { Log } from '#lib/log/log.ts'
import type { ThemeLook } from '#lib/mail/themes/theme-look.ts'
import { ThemeCatalogue } from '#lib/prefs/themes/theme-catalogue.ts'
import { tokenValues } from '#lib/prefs/themes/token-values.ts'

export type { ServedTheme } from '#lib/prefs/themes/theme-catalogue.ts'
export type { ThemeCatalogue }

/** The themes that come with Postern, those of the data directory, and those of a directory of the administrator's. */
export function openThemes(root: string, data: string, own: string | undefined, log: Log): ThemeCatalogue {
  const folders = [path.join(root, 'public/themes'), path.join(data, 'themes'), ...(own === undefined ? [] : [own])]
  return new ThemeCatalogue(folders, Date.now, (folder, problems) => log.warn('theme-refused', { folder, problems: problems.map(({ file, line, reason }) => `${file}${line === undefined ? '' : `:${line}`}: ${reason}`).join('; ') }))
}

/** That theme as a page draws it in small; undefined where there is none that can be used. */
export async function lookOf(catalogue: ThemeCatalogue, name: string): Promise<ThemeLook | undefined> {
  const theme = await catalogue.find(name)
  if (!theme) return undefined
  const { title, about, scheme, wholeCss } = theme
  const parent = theme.parent === undefined ? undefined : (await catalogue.find(theme.parent))?.title
  return { name, title, about, parent, scheme, values: { light: tokenValues(wholeCss, 'light'), dark: tokenValues(wholeCss, 'dark') } }
}
