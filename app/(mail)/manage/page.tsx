import { ManageMailboxes } from '#components/manage/manage-mailboxes.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { failedForm } from '#lib/http/failed-forms.ts'
import { appUrls, connectionsOf, formToken, requireSession } from '#lib/http/wiring.ts'
import { words } from '#lib/i18n/words.ts'
import { listMailboxes } from '#lib/imap/operations/list-mailboxes.ts'
import { attempt, one, sayingOf, valueOf, type Search } from '../load-mail-screen.ts'

export default async function ManagePage({ searchParams }: { searchParams: Promise<Search> }) {
  const urls = appUrls()
  const search = await searchParams
  const session = await requireSession(urls.mailboxes())
  const mailboxes = await attempt(() => listMailboxes(connectionsOf(session)))
  const saying = await sayingOf(search, 'failure' in mailboxes ? mailboxes.failure : undefined)
  return (
    <PlainPage title={words.manage.title} urls={urls} saying={saying}>
      <ManageMailboxes mailboxes={valueOf(mailboxes) ?? []} urls={urls} token={await formToken()} typed={failedForm(one(search.failed))?.fields} />
    </PlainPage>
  )
}
