import type { ReactNode } from 'react'
import { SiteNotice } from '#components/shell/site-notice.tsx'
import { mottosOf } from '#lib/http/admin/announcements.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { pageLook } from '#lib/http/themes/themes-of.ts'
import { currentSession, currentSite, groupsOf } from '#lib/http/wiring.ts'

/** What the theme, the site and the groups of whoever is signed in have to say today, above the index. */
export async function siteNotices(): Promise<ReactNode> {
  const session = await currentSession()
  if (!session) return undefined
  const site = await currentSite(session)
  const { theme } = await pageLook()
  return <SiteNotice texts={[theme?.slots.notice ?? '', ...(await mottosOf(site)), ...groupsOf(session).map(({ motd }) => motd)]} words={await pageWords()} inset />
}
