import type { ReactNode } from 'react'
import { SupportBar, SupportNews } from '#components/shell/support-bar.tsx'
import { supportNews } from '#lib/http/admin/support.ts'
import { datesOf } from '#lib/http/wording/dates-of.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { appUrls, formToken, type SignedIn } from '#lib/http/wiring.ts'

/** What stands above every page where an administrator reads somebody's mail, for either of them; nothing elsewhere. */
export async function supportNotices(session: SignedIn, cookies: string | null): Promise<ReactNode> {
  const around = { urls: appUrls(), token: await formToken(session), words: await pageWords() }
  if (session.support !== undefined) return <SupportBar by={session.support} user={session.user} {...around} />
  const visits = await supportNews(session, cookies)
  return visits.length === 0 ? undefined : <SupportNews visits={visits} dates={await datesOf(session)} {...around} />
}
