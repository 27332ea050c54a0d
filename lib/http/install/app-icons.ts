import type { Urls } from '#lib/api/urls.ts'
import type { ServedTheme, ThemeCatalogue } from '#lib/gateway/themes/themes.ts'
import type { AppIcon } from './web-manifest.ts'

/** Browsers install nothing whose picture has less; the theme's counts from there on. */
const LEAST = 192

const OWN: readonly (readonly [file: string, size: number, purpose: AppIcon['purpose']])[] = [
  ['app-192.png', 192, 'any'],
  ['app-512.png', 512, 'any'],
  ['app-maskable-192.png', 192, 'maskable'],
  ['app-maskable-512.png', 512, 'maskable'],
]

/**
 * The pictures of a site on a home screen: the icon of its theme, where that is a square of 192 pixels at least, and nothing of
 * Postern's beside it; else Postern's own.
 */
export async function appIcons(catalogue: ThemeCatalogue, theme: ServedTheme | undefined, urls: Urls): Promise<readonly AppIcon[]> {
  const own = OWN.map(([file, size, purpose]): AppIcon => ({ src: urls.appIcon(file), size, type: 'image/png', purpose }))
  if (!theme?.icon) return own
  const picture = (await catalogue.find(theme.icon.theme))?.pictures.icon
  if (!picture || picture.width !== picture.height || picture.width < LEAST) return own
  return [{ src: urls.theme(theme.icon.theme, picture.file, theme.hash), size: picture.width, type: picture.type, purpose: 'any' }]
}
