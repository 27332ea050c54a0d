import { ThemeGallery } from '#components/themes/theme-gallery.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { offeredThemes } from '#lib/http/themes/theme-looks.ts'
import { pageLook } from '#lib/http/themes/themes-of.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, hasModule, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { NoSuchPage } from '../../no-such-page.tsx'
import { sayingOf, type Search } from '../load-mail-screen.ts'

export default async function ThemesPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (!(await hasModule('settings'))) return <NoSuchPage />
  const urls = appUrls()
  const session = await requireSession(urls.themes())
  const { effective, versions, isAvailable } = await preferences(session)
  const preference = effective['appearance.theme']
  if (preference.hidden) return <NoSuchPage />
  const words = await pageWords()
  const { title } = words.themes
  return (
    <PlainPage title={title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('themes')} saying={await sayingOf(await searchParams)}>
      <h1>{title}</h1>
      <ThemeGallery themes={await offeredThemes()} inUse={(await pageLook()).theme?.name} effective={preference} version={versions['appearance.theme'] ?? 0} isAvailable={isAvailable} urls={urls} token={await formToken(session)} words={words} />
    </PlainPage>
  )
}
