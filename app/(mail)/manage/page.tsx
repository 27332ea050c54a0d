import { ManageMailboxes } from '#components/manage/manage-mailboxes.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { failedForm } from '#lib/http/failed-forms.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, connectionsOf, currentSite, formToken, hasModule, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import { listMailboxes } from '#lib/imap/operations/list-mailboxes.ts'
import { attempt, one, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'
import { NoSuchPage } from '../../no-such-page.tsx'

export default async function ManagePage({ searchParams }: { searchParams: Promise<Search> }) {
  if (!(await hasModule('manage'))) return <NoSuchPage />
  const urls = appUrls()
  const words = await pageWords()
  const search = await searchParams
  const session = await requireSession(urls.mailboxes())
  const mailboxes = await attempt(() => listMailboxes(connectionsOf(session)))
  const saying = await sayingOf(search, 'failure' in mailboxes ? mailboxes.failure : undefined)
  return (
    <PlainPage title={words.manage.title} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('manage')} saying={saying}>
      <ManageMailboxes compare={(await pageFormats()).compare} mailboxes={valueOf(mailboxes) ?? []} urls={urls} token={await formToken()} typed={failedForm(one(search.failed))?.fields} words={words} />
    </PlainPage>
  )
}
