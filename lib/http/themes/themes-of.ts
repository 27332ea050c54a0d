import 'server-only'
import { effectiveWithout } from '#lib/gateway/preferences/preferences.ts'
import type { SignedIn } from '#lib/session/signed-in.ts'
import { ThemeWatch } from '#lib/gateway/themes/theme-watch.ts'
import { canvasOf, openThemes, type ServedTheme, type ThemeCatalogue } from '#lib/gateway/themes/themes.ts'
import type { EffectivePreferences } from '#lib/mail/preferences/effective.ts'
import { preferences } from '../preferences/preferences-of.ts'
import { processSingleton } from '../process-singleton.ts'
import { config, currentSession, currentSite, groupsOf, log } from '../wiring.ts'

/** The themes of this process; a reload may name another directory of own ones. */
export function themes(): ThemeCatalogue {
  const { data, themes: own } = config()
  return processSingleton(`themes ${own ?? ''}`, () => openThemes(processSingleton<string>('root', () => process.cwd()), data, own, log()))
}

/** Tells open pages of their themes. */
export function themeWatch(): ThemeWatch {
  return processSingleton('theme-watch', () => new ThemeWatch(themes))
}

/** What base.css is by itself: no style of its own is needed for it. */
export const BUILT_IN = 'postern'

/** How a page looks; what nobody has chosen is left to the theme. */
export interface Look {
  /** Undefined for the built-in look without a style of its own. */
  readonly style: ServedTheme | undefined
  readonly theme: ServedTheme | undefined
  readonly scheme: 'light' | 'dark' | undefined
  readonly density: string | undefined
  readonly fontSize: string | undefined
}

/** How this page looks to whoever is signed in; before that, as the site presets it. */
export async function pageLook(): Promise<Look> {
  return lookFor(await currentSession())
}

/** How pages look to somebody. */
export async function lookFor(session: SignedIn | undefined): Promise<Look> {
  const site = await currentSite(session)
  const effective = session ? (await preferences(session)).effective : effectiveWithout(site)
  const group = session && groupsOf(session).find((each) => each.theme !== undefined)?.theme
  const theme = (await chosenTheme(effective)) ?? (await themeOf([group ?? site.theme]))
  return {
    theme,
    style: theme?.name === BUILT_IN ? undefined : theme,
    scheme: schemeOf(theme, effective),
    density: chosen(effective, 'appearance.density'),
    fontSize: chosen(effective, 'appearance.font_size'),
  }
}

/** What is preset or locked may be any theme; a person chooses among those that are offered. */
async function chosenTheme(effective: EffectivePreferences): Promise<ServedTheme | undefined> {
  const { value, from, lock } = effective['appearance.theme']
  const found = value === '' ? undefined : await themes().find(value)
  return found && (found.offered || from !== 'person' || lock !== undefined) ? found : undefined
}

/** The first of those themes that there is and that is safe; one that is broken or gone gives way to the next. */
async function themeOf(names: readonly string[]): Promise<ServedTheme | undefined> {
  for (const name of [...names, BUILT_IN]) {
    const found = await themes().find(name)
    if (found) return found
  }
  return undefined
}

function schemeOf(theme: ServedTheme | undefined, effective: EffectivePreferences): 'light' | 'dark' | undefined {
  const wanted = effective['appearance.scheme'].value
  const only = theme?.scheme ?? 'both'
  if (only !== 'both') return only
  return wanted === 'auto' ? undefined : wanted
}

function chosen(effective: EffectivePreferences, name: 'appearance.density' | 'appearance.font_size'): string | undefined {
  const { value, from, lock } = effective[name]
  return from === 'built-in' && lock === undefined ? undefined : value
}

/** What a browser paints around the page: the theme's canvas in each scheme, or in the only one. */
export function themeColors({ theme, scheme }: Look): { readonly media?: string; readonly color: string }[] {
  if (!theme) return []
  const schemes = scheme === undefined ? (['light', 'dark'] as const) : [scheme]
  return schemes.flatMap((each) => {
    const color = canvasOf(theme, each)
    return color === undefined ? [] : [{ color, ...(scheme === undefined ? { media: `(prefers-color-scheme: ${each})` } : {}) }]
  })
}
