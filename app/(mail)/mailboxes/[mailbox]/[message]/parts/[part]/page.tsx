import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { InsideMessage } from '#components/message-view/parts/inside-message.tsx'
import { CardsPage } from '#components/message-view/parts/cards-page.tsx'
import { InvitationPage } from '#components/message-view/parts/invitation-page.tsx'
import { PackedFiles } from '#components/message-view/parts/packed-files.tsx'
import { PdfPage } from '#components/message-view/parts/pdf/pdf-page.tsx'
import { PointerPage } from '#components/message-view/parts/pointer-page.tsx'
import type { PartSurroundings } from '#components/message-view/parts/part-list.tsx'
import { PlainPage } from '#components/shell/plain-page.tsx'
import { isTextBrowser } from '#components/shell/text-browser.ts'
import { answerGoesTo } from '#lib/gateway/invitations/open-invitation.ts'
import { asRead, readReading } from '#lib/api/reading-urls.ts'
import { knownAnswer } from '#lib/gateway/answers/kept-answers.ts'
import { answersOf } from '#lib/http/reading/answers-of.ts'
import { openOwnPage, type OwnPageView } from '#lib/gateway/reading/open-own-page.ts'
import { viewerVersion } from '#lib/http/content/viewer-files.ts'
import { whoseOf } from '#lib/http/seats/accounts-here.ts'
import { preferences } from '#lib/http/preferences/preferences-of.ts'
import { appUrls, connectionsOf, currentSite, formToken, requireSession, rootUrls } from '#lib/http/wiring.ts'
import { helpLink } from '#lib/http/wording/help-link.ts'
import { readerDates } from '#lib/http/wording/reader-dates.ts'
import { pageFormats, pageLanguage, pageWords } from '#lib/http/wording/reader-language.ts'
import type { PageWords } from '#lib/i18n/words.ts'
import { attempt, one, sayingOf, valueOf, type Search } from '../../../../../load-mail-screen.ts'
import { readMessageParams, type MessageSegments } from '../../../../../message-params.ts'
import { NoSuchPage } from '../../../../../../no-such-page.tsx'

interface Props {
  readonly params: Promise<MessageSegments & { readonly part: string }>
  readonly searchParams: Promise<Search>
}

/** What is in one part of a message: another message, an appointment, cards of people, a PDF, or the files that are packed in it. */
export default async function PartPage({ params, searchParams }: Props) {
  const { part, ...segments } = await params
  const ref = readMessageParams(segments)
  if (!ref) return <NoSuchPage />
  const section = part === '0' ? '' : part
  const search = await searchParams
  const reading = readReading(search)
  const urls = asRead(appUrls(), reading)
  const session = await requireSession(urls.messagePart(ref, section))
  const [words, formats, { values }] = [await pageWords(), await pageFormats(), await preferences(session)]
  const asText = values['appearance.text_only'] || isTextBrowser((await headers()).get('user-agent')) || values['reading.format'] === 'text'
  const opened = await attempt(() => openOwnPage(connectionsOf(session), ref, section, { prefer: asText ? 'text' : undefined, charset: reading.charset }))
  const view = valueOf(opened)
  const surroundings: PartSurroundings = { message: ref, urls, words, size: formats.size }
  const remote = values['reading.remote_content']
  let content: ReactNode = <><h1>{words.message.attachments}</h1><p><a href={urls.message(ref)}>{words.parts.back}</a></p></>
  if (view?.kind === 'packed') content = <PackedFiles section={section} name={view.name} files={view.files} {...surroundings} />
  const dates = readerDates(formats, values)
  const token = await formToken(session)
  if (view?.kind === 'calendar') content = <InvitationPage section={section} invitation={view.invitation} known={await knownAnswer(answersOf(session), view.invitation)} answerTo={answerGoesTo(view.invitation)} dates={dates} day={formats.day} isTextBrowser={asText} token={token} {...surroundings} />
  if (view?.kind === 'pdf') content = <PdfPage section={section} name={view.name} octets={view.octets} language={await pageLanguage()} frameUrl={rootUrls().pdfViewer(await viewerVersion(), 'viewer.html')} {...surroundings} />
  if (view?.kind === 'card') content = <CardsPage section={section} cards={view.cards} day={formats.day} canImport={(await currentSite(session)).modules.contacts} token={token} {...surroundings} />
  if (view?.kind === 'pointer') content = <PointerPage pointer={view.pointer} {...surroundings} />
  if (view?.kind === 'message') content = <InsideMessage section={section} view={view.message} dates={dates} isTextBrowser={asText} images={{ shown: remote !== 'never' && one(search.images) === '1', offered: remote !== 'never' }} isOriginal={(one(search.paper) ?? values['reading.colors']) === 'original'} {...surroundings} />
  return (
    <PlainPage title={titleOf(view, words)} site={(await currentSite(session)).title} whose={await whoseOf(session)} urls={urls} words={words} help={await helpLink('attachments')} saying={await sayingOf(search, 'failure' in opened ? opened.failure : undefined)} isWide>
      {content}
    </PlainPage>
  )
}

function titleOf(view: OwnPageView | undefined, words: PageWords): string {
  if (view?.kind === 'message') return view.message.subject || words.index.noSubject
  if (view?.kind === 'pdf') return view.name
  return view?.kind === 'calendar' ? view.invitation.summary || words.invitations.title : words.message.attachments
}
