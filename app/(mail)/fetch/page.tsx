import { FetchForm } from '#components/fetching/fetch-form.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { failedForm } from '#lib/http/failed-forms.ts'
import { mayFetch } from '#lib/http/fetching/fetch-site.ts'
import { mailboxesView } from '#lib/http/preferences/mailboxes-view.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, connectionsOf, currentSite, formToken, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { listMailboxes } from '#lib/imap/operations/list-mailboxes.ts'
import { NoSuchPage } from '../../no-such-page.tsx'
import { attempt, one, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'

/** Where mail of another account is fetched into a mailbox of one's own. */
export default async function FetchPage({ searchParams }: { searchParams: Promise<Search> }) {
  const urls = appUrls()
  const session = await requireSession(urls.fetch())
  if (!mayFetch(session)) return <NoSuchPage />
  const search = await searchParams
  const words = await pageWords()
  const { values } = await preferences(session)
  const listed = await attempt(() => listMailboxes(connectionsOf(session), mailboxesView(values)))
  return (
    <PlainPage title={words.fetching.title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('settings')} saying={await sayingOf(search, 'failure' in listed ? listed.failure : undefined)}>
      <h1>{words.fetching.title}</h1>
      <p>{words.fetching.hint}</p>
      <FetchForm mailboxes={valueOf(listed) ?? []} typed={failedForm(one(search.failed))?.fields} urls={urls} token={await formToken(session)} words={words} />
    </PlainPage>
  )
}
