import 'server-only'
import { lookOf } from '#lib/gateway/themes/themes.ts'
import type { ThemeLook } from '#lib/mail/themes/theme-look.ts'
import { themes } from './themes-of.ts'

/** Every theme that people may choose, by title. */
export async function offeredThemes(): Promise<readonly ThemeLook[]> {
  const catalogue = themes()
  const offered = (await catalogue.all()).flatMap((each) => ('theme' in each && each.theme.offered ? [each.theme.name] : []))
  const found = await Promise.all(offered.map((name) => lookOf(catalogue, name)))
  return found.filter((each) => each !== undefined).toSorted((one, other) => one.title.localeCompare(other.title, 'en'))
}
