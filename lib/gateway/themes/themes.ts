import path from 'node:path'
import { englishReasons } from '#lib/i18n/reasons/english-reasons.ts'
import { themeSentence } from '#lib/i18n/reasons/theme-sentence.ts'
import type { Log } from '#lib/log/log.ts'
import { colorOf, hexOf, type Scheme } from '#lib/mail/themes/contrast.ts'
import type { ThemeLook } from '#lib/mail/themes/theme-look.ts'
import { FALLBACKS, type TokenValues } from '#lib/mail/themes/tokens.ts'
import type { TypedTheme } from '#lib/mail/themes/typed-theme.ts'
import { editTheme, zipFolder, type Ancestry, type EditedTheme } from '#lib/prefs/themes/edited-theme.ts'
import { ThemeCatalogue, type ServedTheme } from '#lib/prefs/themes/theme-catalogue.ts'
import { THEME_NAME } from '#lib/prefs/themes/theme.ts'
import { tokenValues } from '#lib/prefs/themes/token-values.ts'

export type { EditedTheme, ServedTheme, ThemeCatalogue }
export { zipFolder }

/** The themes that come with Postern, those of the data directory, and those of a directory of the administrator's. */
export function openThemes(root: string, data: string, own: string | undefined, log: Log): ThemeCatalogue {
  const folders = [path.join(root, 'public/themes'), path.join(data, 'themes'), ...(own === undefined ? [] : [own])]
  return new ThemeCatalogue(folders, Date.now, (folder, problems) => log.warn('theme-refused', { folder, problems: problems.map((problem) => themeSentence(englishReasons, problem)).join('; ') }))
}

/** That theme as a page draws it in small; undefined where there is none that can be used. */
export async function lookOf(catalogue: ThemeCatalogue, name: string): Promise<ThemeLook | undefined> {
  const theme = await catalogue.find(name)
  if (!theme) return undefined
  const { title, about, scheme, wholeCss } = theme
  const parent = theme.parent === undefined ? undefined : (await catalogue.find(theme.parent))?.title
  return { name, title, about, parent, scheme, values: { light: tokenValues(wholeCss, 'light'), dark: tokenValues(wholeCss, 'dark') } }
}

/** The colour behind everything as `#rrggbb`; undefined where it is written in a way that is not read here. */
export function canvasOf({ wholeCss }: Pick<ServedTheme, 'wholeCss'>, scheme: Scheme): string | undefined {
  const color = colorOf('--canvas', tokenValues(wholeCss, scheme), scheme)
  return color && hexOf(color)
}

/** All that may be based on, whether people are offered it or not, by name. */
export async function usableThemes(catalogue: ThemeCatalogue): Promise<readonly { readonly name: string; readonly title: string }[]> {
  const found = await Promise.all((await catalogue.all()).flatMap((each) => ('theme' in each ? [catalogue.find(each.theme.name)] : [])))
  return found.flatMap((theme) => (theme ? [{ name: theme.name, title: theme.title }] : []))
}

/** What was typed as a folder, with what is wrong; `base` is what it begins with. */
export async function judgeTyped(catalogue: ThemeCatalogue, typed: TypedTheme): Promise<EditedTheme & { readonly base: Readonly<Record<Scheme, TokenValues>> }> {
  const builtIn = { light: FALLBACKS, dark: FALLBACKS }
  const parent = typed.parent === undefined || !THEME_NAME.test(typed.parent) ? undefined : await ancestryOf(catalogue, typed.parent)
  return { ...editTheme(typed, parent, builtIn), base: parent?.values ?? builtIn }
}

async function ancestryOf(catalogue: ThemeCatalogue, name: string): Promise<Ancestry | undefined> {
  const look = await lookOf(catalogue, name)
  if (!look) return undefined
  const { wholeCss = '' } = (await catalogue.find(name)) ?? {}
  const names = [name]
  for (let next = (await catalogue.find(name))?.parent; next !== undefined; next = (await catalogue.find(next))?.parent) names.push(next)
  return { names, values: look.values, hasSchemeRules: wholeCss.includes('[data-scheme=') }
}
