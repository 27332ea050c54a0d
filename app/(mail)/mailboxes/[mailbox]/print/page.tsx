import { headers } from 'next/headers'
import { PrintedMessages } from '#components/message-view/printing/printed-messages.tsx'
import styles from '#components/message-view/printing/print-page.module.css'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { isTextBrowser } from '#components/shell/text-browser.ts'
import { asRead, readReading } from '#lib/api/reading-urls.ts'
import { readMailboxSegment } from '#lib/api/urls.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { openFor } from '#lib/http/reading/open-for.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, connectionsOf, currentSite, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { readerDates } from '#lib/http/wording/reader-dates.ts'
import { pageFormats, pageWords } from '#lib/http/wording/reader-language.ts'
import { readMessageId } from '#lib/mail/message-ref.ts'
import type { MessageView } from '#lib/mail/reading/message-view.ts'
import { attempt, sayingOf, type Search } from '../../../load-mail-screen.ts'
import { NoSuchPage } from '../../../../no-such-page.tsx'

/** More sheets than anybody prints at once; each message is fetched for the page. */
const MOST_PRINTED = 50

interface Props {
  readonly params: Promise<{ readonly mailbox: string }>
  readonly searchParams: Promise<Search>
}

/** Messages of one mailbox as they come out on paper; looking at them here marks none as read. */
export default async function PrintPage({ params, searchParams }: Props) {
  const mailbox = readMailboxSegment(decodeURIComponent((await params).mailbox))
  const search = await searchParams
  const ids = [search.message ?? []].flat().slice(0, MOST_PRINTED)
  const refs = ids.flatMap((id) => { const named = readMessageId(id); return named && mailbox ? [{ mailbox, ...named }] : [] })
  if (!mailbox || refs.length === 0) return <NoSuchPage />
  const reading = readReading(search)
  const urls = asRead(appUrls(), { charset: reading.charset })
  const session = await requireSession(asRead(appUrls(), reading).printMessages(mailbox, ids))
  const [words, formats, { values }] = [await pageWords(), await pageFormats(), await preferences(session)]
  const opened = await attempt(async () => {
    const views: MessageView[] = []
    // One after the other: the connection is one.
    for (const ref of refs) views.push(await openFor(session, connectionsOf(session), ref, { markSeen: false, prefer: undefined, charset: reading.charset, asksFirst: reading.open === undefined }))
    return views
  })
  const asText = values['appearance.text_only'] || isTextBrowser((await headers()).get('user-agent'))
  return (
    <PlainPage title={words.actions.print} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('message')} saying={await sayingOf(search, 'failure' in opened ? opened.failure : undefined)} isWide>
      <div className={styles.hint}>
        <p><a href={urls.mailbox(mailbox)}>{words.printing.back}</a></p>
        <h1>{words.actions.print}</h1>
        <p>{words.printing.hint}</p>
      </div>
      {'value' in opened && <PrintedMessages views={opened.value} dates={readerDates(formats, values)} isTextBrowser={asText} whole={asRead(appUrls(), { ...reading, open: '1' }).printMessages(mailbox, ids)} size={formats.size} urls={urls} words={words} />}
    </PlainPage>
  )
}
