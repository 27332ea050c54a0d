import { FileLinkList } from '#components/composer/attachments/file-link-list.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { listFileLinks } from '#lib/gateway/file-links/own-links.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, currentSite, formToken, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import { writing } from '#lib/http/writing/desk.ts'
import { knownZone } from '#lib/i18n/formats.ts'
import { sayingOf, type Search } from '../load-mail-screen.ts'

/** The files that somebody has sent as links, also where a site has stopped it: what is still there is theirs to take back. */
export default async function FileLinksPage({ searchParams }: { searchParams: Promise<Search> }) {
  const urls = appUrls()
  const session = await requireSession(urls.fileLinks())
  const [words, formats] = [await pageWords(), await pageFormats()]
  const { values } = await preferences(session)
  const links = await listFileLinks(await writing(), session)
  const dates = formats.dates({ zone: knownZone(values.time_zone), now: new Date().toISOString() })
  return (
    <PlainPage title={words.linking.title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('file-links')} saying={await sayingOf(await searchParams, undefined)}>
      <h1>{words.linking.title}</h1>
      <FileLinkList links={links} size={formats.size} dates={dates} urls={urls} token={await formToken(session)} words={words.linking} />
    </PlainPage>
  )
}
