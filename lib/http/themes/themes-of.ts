import 'server-only'
import { openThemes, type ServedTheme, type ThemeCatalogue } from '#lib/gateway/themes/themes.ts'
import { processSingleton } from '../process-singleton.ts'
import { config } from '../wiring.ts'

/** The themes of this process; a reload may name another directory of own ones. */
export function themes(): ThemeCatalogue {
  const { data, themes: own } = config()
  return processSingleton(`themes ${own ?? ''}`, () => openThemes(processSingleton<string>('root', () => process.cwd()), data, own))
}

/** What base.css is by itself: no style of its own is needed for it. */
const BUILT_IN = 'postern'

/** The theme that somebody has chosen, else the site's; undefined for the built-in look. One that is broken or gone is the next one. */
export async function themeOf(chosen: string, site: { readonly theme: string }): Promise<ServedTheme | undefined> {
  const catalogue = themes()
  const found = (chosen === '' ? undefined : await catalogue.find(chosen)) ?? (await catalogue.find(site.theme))
  return found?.name === BUILT_IN ? undefined : found
}
