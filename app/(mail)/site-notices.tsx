import type { ReactNode } from 'react'
import { SiteNotice } from '#components/shell/site-notice.tsx'
import { Alert } from '#components/ui/alert.tsx'
import { mottosOf } from '#lib/http/admin/announcements.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { pageLook } from '#lib/http/themes/themes-of.ts'
import { currentSession, currentSite, groupsOf } from '#lib/http/wiring.ts'

/** What the theme, the site and the groups of whoever is signed in have to say today, above the index; and that their own settings cannot be read, where that is so. */
export async function siteNotices(): Promise<ReactNode> {
  const session = await currentSession()
  if (!session) return undefined
  const site = await currentSite(session)
  const { theme } = await pageLook()
  const words = await pageWords()
  const { sentence, hint } = words.failure['preferences-unavailable']
  const { isAvailable } = await preferences(session)
  return (
    <>
      {!isAvailable && <Alert kind="warning" hint={hint}>{sentence}</Alert>}
      <SiteNotice texts={[theme?.slots.notice ?? '', ...(await mottosOf(site)), ...groupsOf(session).map(({ motd }) => motd)]} words={words} inset />
    </>
  )
}
