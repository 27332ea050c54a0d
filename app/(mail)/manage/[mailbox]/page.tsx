import { ManageMailbox } from '#components/manage/manage-mailboxes.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { readMailboxSegment } from '#lib/api/urls.ts'
import { failedForm } from '#lib/http/failed-forms.ts'
import { explainFailure } from '#lib/http/wording/failure-sentences.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, connectionsOf, currentSite, formToken, hasModule, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageWords } from '#lib/http/wording/reader-language.ts'
import { listMailboxes } from '#lib/imap/operations/list-mailboxes.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { attempt, one, sayingOf, valueOf, type Search } from '../../load-mail-screen.ts'
import { NoSuchPage } from '../../../no-such-page.tsx'

interface Props {
  readonly params: Promise<{ readonly mailbox: string }>
  readonly searchParams: Promise<Search>
}

export default async function MailboxSettingsPage({ params, searchParams }: Props) {
  if (!(await hasModule('manage'))) return <NoSuchPage />
  const urls = appUrls()
  const words = await pageWords()
  const name = readMailboxSegment(decodeURIComponent((await params).mailbox))
  if (!name) return <NoSuchPage />
  const search = await searchParams
  const session = await requireSession(urls.mailboxSettings(name))
  const mailboxes = await attempt(() => listMailboxes(connectionsOf(session)))
  const mailbox = valueOf(mailboxes)?.find((candidate) => candidate.name === name)
  const missing = mailbox ? undefined : explainFailure(words, new GatewayError('no-such-mailbox'))
  const saying = await sayingOf(search, 'failure' in mailboxes ? mailboxes.failure : missing)
  return (
    <PlainPage title={words.manage.settings({ name })} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('manage')} saying={saying}>
      {mailbox
        ? <ManageMailbox mailbox={mailbox} urls={urls} token={await formToken()} typed={failedForm(one(search.failed))?.fields} words={words} />
        : <><h1>{words.manage.title}</h1><p><a href={urls.mailboxes()}>{words.manage.all}</a></p></>}
    </PlainPage>
  )
}
