import type { ReactNode } from 'react'
import { AdminNav } from '#components/admin/admin-nav.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { ADMIN_SECTIONS, type AdminSection } from '#lib/api/admin/admin-shapes.ts'
import type { Urls } from '#lib/api/urls.ts'
import { administratorOf, type Administrator } from '#lib/http/admin/administrator.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, requireSession } from '#lib/http/wiring.ts'
import { datesOf } from '#lib/http/wording/dates-of.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import type { DateWriter } from '#lib/i18n/formats.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { sayingOf, type Search } from '../load-mail-screen.ts'
import { NoSuchPage } from '../../no-such-page.tsx'

/** What each of the administrator's pages has. */
export interface AdminPage {
  readonly administrator: Administrator
  readonly urls: Urls
  readonly words: PageWords
  readonly dates: DateWriter
  readonly token: string
  /** Titles of sites by their names. */
  readonly titles: Readonly<Record<string, string>>
}

/** One of the administrator's pages; for everybody else there is no such page. `here` is its own address. */
export async function adminPage(section: AdminSection, search: Search, content: (page: AdminPage) => Promise<ReactNode>, here?: string): Promise<ReactNode> {
  const urls = appUrls()
  const session = await requireSession(here ?? urls.admin(section === ADMIN_SECTIONS[0] ? '' : section))
  const administrator = administratorOf(session)
  if (!administrator) return <NoSuchPage />
  const words = await pageWords()
  const dates = await datesOf(session)
  const titles = Object.fromEntries(administrator.sites.map((site) => [site.name, site.title]))
  const title = words.admin.sections[section]
  return (
    <PlainPage title={title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('admin')} saying={await sayingOf(search)} aside={<AdminNav current={section} urls={urls} words={words} />}>
      <h1>{title}</h1>
      {await content({ administrator, urls, words, dates, titles, token: await formToken(session) })}
    </PlainPage>
  )
}
