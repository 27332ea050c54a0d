import path from 'node:path'
import type { Log } from '#lib/log/log.ts'
import { ThemeCatalogue } from '#lib/prefs/themes/theme-catalogue.ts'

export type { ServedTheme } from '#lib/prefs/themes/theme-catalogue.ts'
export type { ThemeCatalogue }

/** The themes that come with Postern, those of the data directory, and those of a directory of the administrator's. */
export function openThemes(root: string, data: string, own: string | undefined, log: Log): ThemeCatalogue {
  const folders = [path.join(root, 'public/themes'), path.join(data, 'themes'), ...(own === undefined ? [] : [own])]
  return new ThemeCatalogue(folders, Date.now, (folder, problems) => log.warn('theme-refused', { folder, problems: problems.map(({ file, line, reason }) => `${file}${line === undefined ? '' : `:${line}`}: ${reason}`).join('; ') }))
}
