import { ImportProgress } from '#components/address-book/transfer/import-progress.tsx'
import { ImportReport } from '#components/address-book/transfer/import-report.tsx'
import { ImportSettingsForm } from '#components/address-book/transfer/import-settings.tsx'
import { importSentence } from '#components/address-book/transfer/upload-form.tsx'
import { importParams, reportQuery } from '#lib/api/address-book/transfer-shapes.ts'
import { IMPORT_CHARSETS } from '#lib/gateway/address-book/transfer/contact-files.ts'
import { lookAtFile } from '#lib/gateway/address-book/transfer/look-at-file.ts'
import { booksToWrite } from '#lib/gateway/address-book/view-card.ts'
import { lookAfterStalled } from '#lib/http/address-book/open-books.ts'
import { importDesk } from '#lib/http/address-book/imports.ts'
import { appUrls, log } from '#lib/http/wiring.ts'
import { explainFailure } from '#lib/http/wording/failure-sentences.ts'
import { GatewayError } from '#lib/mail/gateway-error.ts'
import { one, type Search } from '../../../load-mail-screen.ts'
import { addressBookPage, type BookDesk } from '../../address-book-page.tsx'

/** Lines of a report on a page. */
const LINES = 200

interface Props {
  readonly params: Promise<{ readonly import: string }>
  readonly searchParams: Promise<Search>
}

/** An import: its settings while it waits, how far it is, and its report. */
export default async function ContactImportPage({ params, searchParams }: Props) {
  const search = await searchParams
  const given = await params
  return addressBookPage(appUrls().contactImport(given.import), { search, current: '' }, async (desk) => {
    const { of, books, urls, words, token } = desk
    const { id } = importParams(given)
    const kept = await of.store.import(of.who, id)
    if (kept.state === 'waiting') {
      const look = await lookAtFile(importDesk().spool, kept)
      return { title: kept.name, content: <><h1><bdi>{kept.name}</bdi></h1><ImportSettingsForm kept={kept} {...look} charsets={IMPORT_CHARSETS} books={booksToWrite(books, '')} urls={urls} token={token} words={words} /></> }
    }
    const sentence = importSentence(words.transfer, kept)
    if (kept.state === 'running' || kept.state === 'undoing') {
      lookAfterStalled(of.store, log())
      const here = urls.contactImport(id)
      return { title: kept.name, content: <><h1><bdi>{kept.name}</bdi></h1><p role="status">{sentence}</p><p><a href={here}>{words.transfer.lookAgain}</a></p><ImportProgress path={urls.api.contactImport(id)} here={here} /></> }
    }
    return { title: sentence, content: <><h1>{sentence}</h1>{await reportOf(desk, id)}</> }
  })
}

async function reportOf({ of, books, urls, words, token, search }: BookDesk, id: string) {
  const kept = await of.store.import(of.who, id)
  const { page: asked } = reportQuery(one(search.page) === undefined ? {} : { page: one(search.page) })
  const { problems, total } = await of.store.problems(of.who, id, { offset: (asked - 1) * LINES, limit: LINES })
  const failure = kept.failure ? explainFailure(words, new GatewayError(kept.failure.failure, '', { ...(kept.failure.refusal && { refusal: kept.failure.refusal }) })) : undefined
  return (
    <ImportReport kept={kept} book={books.find((book) => book.id === kept.book)} failure={failure ? `${failure.sentence} ${failure.hint}`.trim() : ''} problems={problems} told={total} page={asked} pages={Math.max(1, Math.ceil(total / LINES))} urls={urls} token={token} words={words} />
  )
}
