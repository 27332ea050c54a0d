import type { ReactNode } from 'react'
import { SiteNotice } from '#components/shell/site-notice.tsx'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { config, currentSession, currentSite, groupsOf } from '#lib/http/wiring.ts'

/** What the site and the groups of whoever is signed in have to say today, above the index. */
export async function siteNotices(): Promise<ReactNode> {
  const { sites, groups } = config()
  if (![...sites, ...groups].some(({ motd }) => motd !== '')) return undefined
  const session = await currentSession()
  if (!session) return undefined
  const site = await currentSite(session)
  return <SiteNotice texts={[site.motd, ...groupsOf(session).map(({ motd }) => motd)]} words={await pageWords()} inset />
}
