import path from 'node:path'
import { ThemeCatalogue } from '#lib/prefs/themes/theme-catalogue.ts'

export type { ServedTheme } from '#lib/prefs/themes/theme-catalogue.ts'
export type { ThemeCatalogue }

/** The themes that come with Postern, those of the data directory, and those of a directory of the administrator's. */
export function openThemes(root: string, data: string, own: string | undefined): ThemeCatalogue {
  return new ThemeCatalogue([path.join(root, 'public/themes'), path.join(data, 'themes'), ...(own === undefined ? [] : [own])])
}
