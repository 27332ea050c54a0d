import { AttachmentsPage } from '#components/message-view/parts/attachments-page.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { asRead, readReading } from '#lib/api/reading-urls.ts'
import { openMessage } from '#lib/gateway/open-message.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, connectionsOf, currentSite, formToken, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import { listMailboxes } from '#lib/imap/operations/list-mailboxes.ts'
import { attempt, sayingOf, valueOf, type Search } from '../../../../load-mail-screen.ts'
import { readMessageParams, type MessageSegments } from '../../../../message-params.ts'
import { NoSuchPage } from '../../../../../no-such-page.tsx'

interface Props {
  readonly params: Promise<MessageSegments>
  readonly searchParams: Promise<Search>
}

/** What is attached to a message, to save, to keep, or to take out of it. */
export default async function MessageAttachmentsPage({ params, searchParams }: Props) {
  const ref = readMessageParams(await params)
  if (!ref) return <NoSuchPage />
  const search = await searchParams
  const reading = readReading(search)
  const urls = asRead(appUrls(), reading)
  const session = await requireSession(urls.attachments(ref))
  const [words, { size, compare }] = [await pageWords(), await pageFormats()]
  const connections = connectionsOf(session)
  const message = await attempt(() => openMessage(connections, ref, { markSeen: false, charset: reading.charset }))
  const mailboxes = await attempt(() => listMailboxes(connections))
  const failed = [message, mailboxes].find((outcome) => 'failure' in outcome)
  const view = valueOf(message)
  return (
    <PlainPage title={words.message.attachments} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('attachments')} saying={await sayingOf(search, failed && 'failure' in failed ? failed.failure : undefined)}>
      {view
        ? <AttachmentsPage message={ref} subject={view.subject} attachments={view.attachments} mailboxes={valueOf(mailboxes) ?? []} compare={compare} token={await formToken(session)} urls={urls} words={words} size={size} />
        : <h1>{words.message.attachments}</h1>}
    </PlainPage>
  )
}
