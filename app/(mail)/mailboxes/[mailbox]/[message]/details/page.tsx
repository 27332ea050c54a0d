import { DetailsPage } from '#components/message-view/details/details-page.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { hasFilters } from '#lib/http/filters/filter-desk.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { openFor } from '#lib/http/reading/open-for.ts'
import { snoozeOf } from '#lib/http/reminders/answer-reminder.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { appUrls, connectionsOf, currentSite, formToken, hasModule, requireSession } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { readerDates } from '#lib/http/wording/reader-dates.ts'
import { pageFormats, pageLanguage, pageWords } from '#lib/http/wording/reader-language.ts'
import { writtenLocale } from '#lib/i18n/formats.ts'
import { asRead, readReading } from '#lib/api/reading-urls.ts'
import { isImposed } from '#lib/mail/preferences/effective.ts'
import { attempt, sayingOf, valueOf, type Search } from '../../../../load-mail-screen.ts'
import { readMessageParams, type MessageSegments } from '../../../../message-params.ts'
import { NoSuchPage } from '../../../../../no-such-page.tsx'

interface Props {
  readonly params: Promise<MessageSegments>
  readonly searchParams: Promise<Search>
}

/** What else there is to know about a message, and to do about whoever sent it. */
export default async function MessageDetailsPage({ params, searchParams }: Props) {
  const ref = readMessageParams(await params)
  if (!ref) return <NoSuchPage />
  const urls = appUrls()
  const search = await searchParams
  const reading = readReading(search)
  const session = await requireSession(asRead(urls, reading).messageDetails(ref))
  const words = await pageWords()
  const { values, effective } = await preferences(session)
  const opened = await attempt(() => openFor(session, connectionsOf(session), ref, { markSeen: false, prefer: undefined, charset: reading.charset, asksFirst: reading.open === undefined }))
  const view = valueOf(opened)
  const rememberable = values['reading.remote_content'] === 'ask' && !isImposed(effective['reading.remote_senders'])
  return (
    <PlainPage title={words.message.more} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('message')} saying={await sayingOf(search, 'failure' in opened ? opened.failure : undefined)}>
      {view
        ? <DetailsPage message={ref} view={view} reading={reading} rememberable={rememberable} hasFilters={(await hasModule('filters')) && hasFilters(session)} snooze={valueOf(await attempt(() => snoozeOf(session, ref, values)))} token={await formToken(session)} dates={readerDates(await pageFormats(), values)} locale={writtenLocale(await pageLanguage())} urls={urls} words={words} />
        : <h1>{words.message.more}</h1>}
    </PlainPage>
  )
}
